"""Which articles are to be given to which coders: chosen one by one, or dealt by a rule."""

from collections.abc import Sequence
from random import SystemRandom

from django import forms

from annotations.models import Reading
from corpus_app.models import Article, ArticleSet, Project, Role, User
from corpus_app.narrowing import in_set

LARGEST_SEED = 999_999
EVERYTHING = "all"  # articles of the project, whatever sets they are in
GONE = "This set has been deleted in the meantime. Choose another one."
OF_ARTICLES = ("reveal", "hide", "open", "only")  # what is done to articles, whoever codes them


def new_seed() -> int:
    return SystemRandom().randint(1, LARGEST_SEED)


def coders_of(project: Project) -> list[User]:
    """Who may highlight there now, in the order of their pseudonyms."""
    members = project.memberships.current().exclude(role=Role.READER).select_related("user").order_by("number")
    return [member.user for member in members]


class _WithCoders(forms.Form):
    def __init__(self, *arguments: object, project: Project, coders: list[User], **options: object) -> None:
        super().__init__(*arguments, **options)
        self.project = project
        self.by_uid = {coder.uid: coder for coder in coders}
        self.fields["coders"].choices = [(coder.uid, coder.display_name) for coder in coders]

    def clean_coders(self) -> list[User]:
        return [self.by_uid[uid] for uid in self.cleaned_data["coders"]]


class ChooseForm(_WithCoders):
    """Ticked articles times ticked coders, or only articles; instead of ticked ones all of a set."""

    articles = forms.MultipleChoiceField(required=False)
    set = forms.ChoiceField(required=False, error_messages={"invalid_choice": GONE})
    is_all = forms.BooleanField(required=False)
    coders = forms.MultipleChoiceField(required=False)
    action = forms.ChoiceField(choices=[(action, action) for action in ("assign", "unassign", "reopen", *OF_ARTICLES)])

    def __init__(self, data: object, *, project: Project, coders: list[User], sets: list[ArticleSet]) -> None:
        super().__init__(data, project=project, coders=coders)
        self.sets = {one.uid: one for one in sets}
        self.fields["set"].choices = [("", ""), *((one.uid, one.name) for one in sets)]
        self.codable = Article.objects.filter(project=project, removed_at=None).with_text()
        here = self.codable.filter(uid__in=data.getlist("articles"))
        self.articles = {article.uid: article for article in here}
        self.fields["articles"].choices = [(uid, uid) for uid in self.articles]

    def clean_articles(self) -> list[Article]:
        return [self.articles[uid] for uid in self.cleaned_data["articles"]]

    def clean(self) -> dict:
        said = super().clean()
        if said.get("is_all") and said.get("set"):
            said["articles"] = list(self.codable.filter(in_set(self.sets[said["set"]])).order_by("pk"))
        if not said.get("articles") and not self.errors:
            raise forms.ValidationError("Tick the articles first.")
        if said.get("action") not in OF_ARTICLES and not said.get("coders") and not self.errors:
            raise forms.ValidationError("Tick the coders above their columns first.")
        return said


class DealForm(_WithCoders):
    """How many coders an article gets, and how many articles all of them get."""

    coders = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Tick at least one coder."}
    )
    which = forms.ChoiceField(
        label="Articles", choices=[("new", "Those nobody has to code yet"), ("all", "All of them")]
    )
    within = forms.ChoiceField(label="Of which set", error_messages={"invalid_choice": GONE})
    each = forms.IntegerField(label="Coders for each article", min_value=1, max_value=100)
    overlap = forms.IntegerField(
        label="Articles for all coders", min_value=0, max_value=100_000, required=False,
        help_text="Drawn at random, to see how far the coders agree.",
    )
    seed = forms.IntegerField(
        label="Number of the draw", min_value=1, max_value=LARGEST_SEED,
        help_text="The same number, articles and coders give the same draw. Note it down for your methods section.",
    )

    def __init__(
        self, *arguments: object, project: Project, coders: list[User], sets: Sequence[ArticleSet] = (),
        **options: object,
    ) -> None:
        super().__init__(*arguments, project=project, coders=coders, **options)
        self.sets = {one.uid: one for one in sets}
        self.fields["within"].choices = [(EVERYTHING, "The whole project"), *((one.uid, one.name) for one in sets)]
        if not sets:
            del self.fields["within"]

    def chosen_set(self) -> ArticleSet | None:
        return self.sets.get(self.cleaned_data.get("within", EVERYTHING))

    def articles(self) -> list[Article]:
        found = Article.objects.filter(project=self.project, removed_at=None).with_text().order_by("pk")
        if chosen := self.chosen_set():
            found = found.filter(in_set(chosen))
        if self.cleaned_data["which"] == "new":
            found = found.exclude(pk__in=Reading.objects.filter(project=self.project).assigned().values("article"))
        return list(found)


class SkipForm(forms.Form):
    reason = forms.CharField(
        max_length=300, label="Why do you skip it?", error_messages={"required": "Say why you skip this article."},
        widget=forms.TextInput({"placeholder": "Another language, a double, not on the subject …"}),
    )
