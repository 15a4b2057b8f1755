"""How many rows each choice of the filter would leave, beside all that is chosen in the other parts."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from annotations.counted import Axis, Numbers, count_rows
from annotations.filters import KINDS, PassageFilter, apart
from annotations.kept import KEPT
from annotations.models import Entity, HolderKind
from annotations.tagtree import TagTree
from annotations.tallied import kept_rows
from corpus_app.models import Article, ArticleField, FieldType, Project, User
from corpus_app.own_values import name_of

Counts = dict[str, dict[str, int]]
AXES = {"tag": Axis.TAG, "value": Axis.TAG, "coder": Axis.PERSON, "source": Axis.ARTICLE}


def choice_counts(project: Project, user: User, found: PassageFilter, tree: TagTree) -> Counts:
    """By part and value; kept while nothing changes."""
    asked = ("choices", user.pk if found.is_personal else None, *found.pairs())
    return KEPT.get(project, user, asked, lambda: _counted(project, user, found, tree), longest=0).value


def _counted(project: Project, user: User, found: PassageFilter, tree: TagTree) -> Counts:
    """Queries twice at most for each part that is asked for and for all others together, whatever there is to choose.

    Rows are those of annotations.csv, so that a tag's number is its own and those of the tags below it together.
    """
    fields = list(ArticleField.objects.filter(project=project, type=FieldType.CHOICE, archived_at=None))
    axes = {key: AXES.get(key) or Axis(key) for key, kind in KINDS.items() if kind.column}
    axes |= {"tag": Axis.TAG, "value": Axis.TAG, **{name_of(one): Axis.ARTICLE for one in fields}}
    filters = {part: found.but_for(part, tree) for part in axes}
    wanted: dict[PassageFilter, set[Axis]] = {}
    for part, asked in filters.items():
        wanted.setdefault(asked, set()).add(axes[part])
    numbers = {asked: _rows(project, user, asked, some) for asked, some in wanted.items()}
    counted = {part: numbers[filters[part]][axis] for part, axis in axes.items()}
    words = _words(project, fields, tree, counted)
    counts = {part: _by_word(counted[part], said) for part, said in words.items()}
    return counts | {"tag": _with_those_below(counted["tag"], found, tree)}


def _rows(project: Project, user: User, found: PassageFilter, axes: Collection[Axis]) -> Numbers:
    """What is kept, or that without what the filter leaves out of it, or all counted."""
    known = kept_rows(project, user, found, axes)
    if known is not None:
        return known
    for whole, taken in apart(found):
        known = kept_rows(project, user, whole, axes)
        if known is not None:
            left_out = count_rows(project, user, taken, axes)
            return {axis: numbers - left_out[axis] for axis, numbers in known.items()}
    return count_rows(project, user, found, axes)


def _words(
    project: Project, fields: Iterable[ArticleField], tree: TagTree, counted: Mapping[str, Counter]
) -> dict[str, Mapping]:
    """By part what stands in the address for each key. Queries once for each kind of thing."""
    named = Entity.objects.filter(pk__in={*counted["target"], *counted["holder"]})
    entities = dict(named.values_list("pk", "uid"))
    columns = ("pk", "uid", "source", *(["meta"] if fields else []))
    articles = list(Article.objects.filter(project=project, removed_at=None).values_list(*columns))
    return {
        "target": entities,
        "holder": entities,
        "holder_kind": {voice.value: voice.value for voice in HolderKind},
        "coder": dict(User.objects.filter(pk__in=set(counted["coder"])).values_list("pk", "uid")),
        "article": {pk: uid for pk, uid, *_ in articles},
        "source": {pk: source for pk, _, source, *_ in articles},
        "value": {pk: node.tag.value for pk, node in tree.nodes.items()},
        **{name_of(one): {row[0]: row[3].get(one.uid) for row in articles} for one in fields},
    }


def _by_word(counted: Counter, said: Mapping) -> dict[str, int]:
    found: Counter[str] = Counter()
    for key, number in counted.items():
        if word := said.get(key):
            found[word] += number
    return dict(found)


def _with_those_below(counted: Counter, found: PassageFilter, tree: TagTree) -> dict[str, int]:
    below = (lambda node: node.descendants) if found.children else (lambda node: ())
    return {
        node.tag.uid: counted[pk] + sum(counted[child] for child in below(node)) for pk, node in tree.nodes.items()
    }
