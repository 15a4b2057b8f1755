"""How many rows each choice of the filter would leave, beside all that is chosen in the other parts."""

from collections import Counter

from django.db.models import Count

from annotations.filters import KINDS, PassageFilter, Subject
from annotations.tagtree import TagTree
from corpus_app.models import Project, User

Counts = dict[str, dict[str, int]]


def choice_counts(project: Project, user: User, found: PassageFilter, tree: TagTree) -> Counts:
    """By part and value. Queries once or twice for each part, whatever there is to choose.

    Rows are those of annotations.csv, so that a tag's number is its own and those of the tags below it together.
    """
    counts: Counts = {key: _of_kind(project, user, found.but_for(key, tree), key) for key in KINDS if KINDS[key].column}
    by_tag = _of_tags(project, user, found.but_for("tag", tree))
    below = (lambda node: node.descendants) if found.children else (lambda node: ())
    counts["tag"] = {
        node.tag.uid: by_tag[pk] + sum(by_tag[child] for child in below(node)) for pk, node in tree.nodes.items()
    }
    by_tag = _of_tags(project, user, found.but_for("value", tree)) if found.values or found.tags else by_tag
    values: Counter[str] = Counter()
    for pk, node in tree.nodes.items():
        if node.tag.value:
            values[node.tag.value] += by_tag[pk]
    counts["value"] = dict(values)
    return counts


def _of_tags(project: Project, user: User, found: PassageFilter) -> Counter[int]:
    rows = found.taggings(user, project).order_by()
    return Counter(dict(rows.values_list("tag").annotate(Count("pk"))))


def _of_kind(project: Project, user: User, found: PassageFilter, key: str) -> dict[str, int]:
    kind = KINDS[key]
    is_person = kind.subject is Subject.PERSON
    rows = found.taggings(user, project).order_by()
    column = f"coder__{kind.column}" if is_person else kind.column
    counts = Counter(dict(rows.values_list(column).annotate(Count("pk"))))
    if kind.subject is not Subject.TAGGING and not found.is_about_taggings:
        rows = found.untagged(user, project).order_by()
        column = f"author__{kind.column}" if is_person else kind.column
        counts += Counter(dict(rows.values_list(column).annotate(Count("pk"))))
    return {said: count for said, count in counts.items() if said}
