"""Looking for a phrase, and coding the places where it stands."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from annotations.models import Tag, TargetRule
from annotations.phrases import LONGEST, pattern_of
from annotations.search.query import LONGEST as LONGEST_QUESTION
from annotations.tagtree import TagTree
from corpus_app.models import Article, Project, User

NOTHING = "Nothing can be found by this. Type a word or two, of at most 200 characters."
TAGS = 2  # on each passage at once


class PhraseForm(forms.Form):
    """What to look for, and where: in the article somebody comes from, or in all of the project.

    A phrase or, with `search`, a question as on the search page: `whole` then means the paragraphs in which it holds.
    """

    q = forms.CharField(max_length=LONGEST_QUESTION, error_messages={"required": NOTHING, "max_length": NOTHING})
    article = forms.CharField(required=False, max_length=12)
    everywhere = forms.BooleanField(required=False)
    inside = forms.BooleanField(required=False)
    search = forms.BooleanField(required=False)
    whole = forms.BooleanField(required=False)

    def __init__(self, data: dict[str, str], *, project: Project, user: User) -> None:
        super().__init__(data)
        self.articles = Article.objects.visible_to(user).filter(project=project)

    def clean_q(self) -> str:
        phrase = " ".join(self.cleaned_data["q"].split())
        if self.data.get("search"):
            return phrase
        if len(phrase) > LONGEST or pattern_of(phrase) is None:
            raise ValidationError(NOTHING)
        return phrase

    def clean_article(self) -> Article | None:
        uid = self.cleaned_data["article"]
        return self.articles.filter(uid=uid).defer("meta").first() if uid else None


class CodeForm(forms.Form):
    """Which passages, and the tags they all get; `target` is what the stances among them are about."""

    target = forms.CharField(required=False, max_length=200)

    def __init__(self, data: QueryDict | None, *, tree: TagTree) -> None:
        super().__init__(data)
        self.tree = tree
        self.hits = data.getlist("hit") if data is not None else []
        self.uids = [uid for uid in data.getlist("tag") if uid][:TAGS] if data is not None else []

    @property
    def rows(self) -> list[str]:
        """What each of the lists of tags says."""
        return [*self.uids, *[""] * TAGS][:TAGS]

    def clean(self) -> dict[str, object]:
        values = super().clean()
        if not self.hits:
            raise ValidationError("Choose at least one passage: tick it, or press “All”.")
        nodes = [self.tree.by_uid(uid) for uid in dict.fromkeys(self.uids)]
        tags = [node.tag for node in nodes if node and node.tag.archived_at is None]
        if len(tags) < len(nodes):
            raise ValidationError("A tag is not in the codebook any more. Choose another one.")
        if not tags:
            raise ValidationError("Choose the tag that these passages get.")
        self._check_facets(tags, values.get("target", ""))
        return {**values, "tags": tags}

    def _check_facets(self, tags: list[Tag], target: str) -> None:
        single = [tag.facet_id for tag in tags if not tag.facet.many]
        if len(set(single)) < len(single):
            raise ValidationError("A passage says one thing toward a target. Choose only one of these values.")
        needs = next((tag.facet for tag in tags if tag.facet.target == TargetRule.REQUIRED), None)
        if needs and not target:
            raise ValidationError(f"“{needs.name}” needs a target: say what the stance is about.")
        if target and all(tag.facet.target == TargetRule.NO for tag in tags):
            raise ValidationError("These tags take no target. Leave that field empty.")
