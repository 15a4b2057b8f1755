"""How many rows each choice of the filter would leave, beside all that is chosen in the other parts."""

from collections import Counter

from django.db.models import Count

from annotations.filters import KINDS, PassageFilter, Subject
from annotations.kept import KEPT
from annotations.tagtree import TagTree
from corpus_app.models import Article, ArticleField, FieldType, Project, User
from corpus_app.own_values import name_of

Counts = dict[str, dict[str, int]]


def choice_counts(project: Project, user: User, found: PassageFilter, tree: TagTree) -> Counts:
    """By part and value; kept while nothing changes."""
    asked = ("choices", user.pk if found.is_personal else None, *found.pairs())
    return KEPT.get(project, user, asked, lambda: _counted(project, user, found, tree), longest=0).value


def _counted(project: Project, user: User, found: PassageFilter, tree: TagTree) -> Counts:
    """Queries once or twice for each part, whatever there is to choose.

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
    return counts | _of_own_fields(project, user, found, tree)


def _of_own_fields(project: Project, user: User, found: PassageFilter, tree: TagTree) -> Counts:
    """Rows are counted by article, since an article has one value of a field. Queries for what is asked of each field,
    and twice for all the others together."""
    fields = list(ArticleField.objects.filter(project=project, type=FieldType.CHOICE, archived_at=None))
    if not fields:
        return {}
    values = dict(Article.objects.filter(project=project, removed_at=None).values_list("pk", "meta"))
    asked = {part.name for part in found.own}
    everywhere = _of_articles(project, user, found)
    counts: Counts = {}
    for field in fields:
        name, of_value = name_of(field), Counter[str]()
        rows = _of_articles(project, user, found.but_for(name, tree)) if name in asked else everywhere
        for article, number in rows.items():
            of_value[values[article].get(field.uid, "")] += number
        counts[name] = {value: number for value, number in of_value.items() if value}
    return counts


def _of_articles(project: Project, user: User, found: PassageFilter) -> Counter[int]:
    rows = found.taggings(user, project).order_by().values_list("article").annotate(Count("pk"))
    counts = Counter(dict(rows))
    if not found.is_about_taggings:
        counts += Counter(dict(found.untagged(user, project).order_by().values_list("article").annotate(Count("pk"))))
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
