"""What a tag means, for whoever codes with it: its definitions, when to use it, and examples that lead to passages."""

from dataclasses import dataclass

from django.urls import reverse

from annotations.examples import one_line
from annotations.models import Highlight, Tag, Tagging
from corpus_app.models import User

PAGE = 40


@dataclass(frozen=True)
class ShownExample:
    """`url` opens the passage it was picked from, empty where the person does not see that one."""

    text: str
    url: str = ""
    source: str = ""


@dataclass(frozen=True)
class Meaning:
    tag: Tag
    examples: list[ShownExample]

    def __bool__(self) -> bool:
        tag = self.tag
        said = (tag.brief, tag.definition, tag.use_when, tag.avoid_when, tag.examples, tag.counter_example)
        return any(said)

    @property
    def has_when(self) -> bool:
        return bool(self.tag.use_when or self.tag.avoid_when)


def meaning(tag: Tag, user: User) -> Meaning:
    """Queries once, or not at all without examples. A blind coder reads others' examples, and not whose they are."""
    picked = [example["highlight"] for example in tag.examples if example["highlight"]]
    seen = {}
    if picked:
        marks = Highlight.objects.visible_to(user).filter(project=tag.project_id, uid__in=picked)
        seen = {mark.uid: mark for mark in marks.select_related("article").defer("article__meta", "folded")}
    return Meaning(tag, [_shown(example, seen, tag.project.slug) for example in tag.examples])


def _shown(example: dict[str, str], seen: dict[str, Highlight], slug: str) -> ShownExample:
    mark = seen.get(example["highlight"])
    if mark is None:
        return ShownExample(example["text"])
    url = reverse("annotations:article", args=(slug, mark.article.uid))
    return ShownExample(example["text"], f"{url}#h-{mark.uid}", mark.article.source or mark.article.title)


@dataclass(frozen=True)
class Candidate:
    """A passage of the tag that may become an example."""

    highlight: Highlight
    text: str
    is_picked: bool


@dataclass(frozen=True)
class Candidates:
    rows: list[Candidate]
    older: int | None  # the highlight's key to go on from


def candidates(tag: Tag, user: User, before: int | None) -> Candidates:
    """The tag's passages that the person sees, newest first. Queries twice."""
    tagged = Tagging.objects.visible_to(user).filter(project=tag.project_id, tag=tag).order_by("-highlight")
    if before:
        tagged = tagged.filter(highlight__lt=before)
    keys = list(tagged.values_list("highlight", flat=True).distinct()[: PAGE + 1])
    marks = Highlight.objects.filter(pk__in=keys[:PAGE]).select_related("article").order_by("-pk")
    picked = {example["highlight"] for example in tag.examples}
    marks = marks.defer("article__meta", "folded")
    rows = [Candidate(mark, one_line(mark.quote), mark.uid in picked) for mark in marks]
    return Candidates(rows, keys[PAGE - 1] if len(keys) > PAGE else None)
