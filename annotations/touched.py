"""Which articles and tags edits of the diary are about, as far as it matters to how often tags are used."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from annotations.models import Highlight, Tag, Tagging, Tally
from corpus_app.models import Article

AT_ONCE = 5_000
ARTICLE, HIGHLIGHT, TAGGING, TAG = (model._meta.label_lower for model in (Article, Highlight, Tagging, Tag))


@dataclass
class Touched:
    """`moved` are tags that stand below another one now: in their articles those above count otherwise."""

    articles: set[int] = field(default_factory=set)
    tags: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    taggings: set[int] = field(default_factory=set)  # of which the edit does not say in which article
    highlights: set[int] = field(default_factory=set)
    is_of_articles: bool = False  # one came or went, and all its taggings with it

    def all_articles(self, project: int) -> set[int]:
        found = set(self.articles)
        for model, keys in ((Tagging, self.taggings), (Highlight, self.highlights)):
            ordered = sorted(keys)
            for first in range(0, len(ordered), AT_ONCE):
                rows = model.objects.filter(pk__in=ordered[first : first + AT_ONCE])
                found.update(rows.order_by().values_list("article", flat=True).distinct())
        if self.moved:
            found.update(Tally.objects.filter(project=project, tag__in=self.moved).values_list("article", flat=True))
        return found


def touched_by(edits: Iterable[dict]) -> Touched:
    touched = Touched()
    for edit in edits:
        table, before, after = edit["table"], edit["before"] or {}, edit["after"] or {}
        if table == ARTICLE:
            touched.articles.add(edit["id"])
            touched.is_of_articles |= "removed_at" in after
        elif table == TAG and {"parent_id", "facet_id"} & before.keys():
            touched.moved.add(edit["id"])
        elif table in (TAGGING, HIGHLIGHT):
            if "article_id" in {**before, **after}:
                touched.articles.add({**before, **after}["article_id"])
            else:
                (touched.taggings if table == TAGGING else touched.highlights).add(edit["id"])
            touched.tags.update(row["tag_id"] for row in (before, after) if "tag_id" in row)
    return touched
