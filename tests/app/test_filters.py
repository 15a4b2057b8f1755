"""The filter of browse and export, through its URL, compared with a plain model of what it means."""

import random
import re
from dataclasses import dataclass

import pytest
from django.http import QueryDict

from annotations import actions
from annotations.filters import PassageFilter, parse
from annotations.models import Comment, Highlight, Tagging
from annotations.tagtree import TagTree
from corpus_app.actions import add_field, correct_metadata, remove_article
from corpus_app.importing.fold import fold
from corpus_app.models import Project, Role, User
from corpus_app.partial_dates import is_partial_date
from tests.factories import (
    a_highlight,
    a_project,
    a_stance,
    a_tag,
    a_tagging,
    a_user,
    an_article,
    an_entity,
)
from tests.seeds import seeds

pytestmark = pytest.mark.django_db


def rows(project: Project, query: str, by: str = "olga") -> tuple[list[Tagging], list[Highlight]]:
    found, errors = parse(project, QueryDict(query))
    assert errors == {}
    return list(found.taggings(a_user(by), project)), list(found.untagged(a_user(by), project))


def test_no_filter_gives_every_visible_row():
    project = a_project(anna=Role.CODER)
    article = an_article(project, "Sanctions work. Sanctions hurt.")
    plain = a_highlight(article, "work")
    tagged = a_highlight(article, "Sanctions", tags=(a_tag(project, "Trade"), a_tag(project, "Law")))
    taggings, untagged = rows(project, "")
    assert [tagging.highlight for tagging in taggings] == [tagged, tagged]
    assert untagged == [plain]


def test_a_tag_means_also_the_tags_below_it_unless_told_otherwise():
    project = a_project(anna=Role.CODER)
    top = a_tag(project, "Security")
    below = a_tag(project, "NATO", parent=a_tag(project, "Alliances", parent=top))
    highlight = a_highlight(an_article(project), "Sanctions", tags=(below,))
    assert [t.highlight for t in rows(project, f"tag={top.uid}")[0]] == [highlight]
    assert rows(project, f"tag={top.uid}&children=0") == ([], [])


def test_a_filter_about_taggings_leaves_out_untagged_highlights():
    project = a_project(anna=Role.CODER)
    a_highlight(an_article(project), "Sanctions")
    tag, entity = a_tag(project), an_entity(project, "Port")
    for query in (
        f"tag={tag.uid}", "facet=theme", "value=for", f"target={entity.uid}", f"holder={entity.uid}",
        "holder_kind=quoted",
    ):
        assert rows(project, query) == ([], []), query


def test_a_blind_coder_gets_her_own_rows_only():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article = an_article(project, "Sanctions work.")
    tag = a_tag(project)
    mine = a_highlight(article, "Sanctions", by="anna")
    a_tagging(mine, tag, by="ben")
    a_highlight(article, "work", by="ben", tags=(tag,))
    assert rows(project, "", by="anna") == ([], [mine])
    assert len(rows(project, "", by="olga")[0]) == 2
    assert rows(project, f"coder={a_user('ben').uid}", by="anna") == ([], [])


def test_rows_of_removed_highlights_and_articles_and_of_other_projects_are_gone():
    project, elsewhere = a_project(), a_project()
    a_highlight(an_article(elsewhere), "Sanctions", by="olga", tags=(a_tag(elsewhere),))
    gone = a_highlight(an_article(project), "Sanctions", by="olga", tags=(a_tag(project),))
    actions.remove_highlight(highlight=gone, actor=a_user("olga"))
    article = an_article(project)
    a_highlight(article, "Sanctions", by="olga", tags=(a_tag(project),))
    a_highlight(article, "work", by="olga")
    remove_article(article=article, actor=a_user("olga"))
    assert rows(project, "") == ([], [])
    assert rows(elsewhere, "", by="stranger") == ([], [])


@pytest.mark.parametrize(
    ("published", "first", "last", "inside"),
    [
        ("2025", "2025-03", "2025-05", True),
        ("2025", "2026", "", False),
        ("2025", "", "2024", False),
        ("2025-03", "2025-03-14", "2025-03-14", True),
        ("2025-03", "2025-04", "", False),
        ("2025-03-14", "2025-03-14", "2025-03-14", True),
        ("2025-03-14", "2025-03-15", "", False),
        ("2025-03-14", "2025", "2025", True),
        ("2025-12-31", "2025-12", "", True),
        ("2025-02-28", "", "2025-02", True),
        ("2025-03", "", "2025-02-28", False),
        ("2025-03", "", "2025-03-01", True),
        ("", "1000", "", False),
        ("", "", "9999", False),
        ("", "", "", True),
    ],
)
def test_partial_dates_lie_in_a_range_that_they_overlap(published, first, last, inside):
    project = a_project(anna=Role.CODER)
    a_highlight(an_article(project, published=published), "Sanctions")
    found = rows(project, f"published_from={first}&published_to={last}")[1]
    assert bool(found) is inside


def test_the_time_of_making_is_a_range_of_whole_days_months_or_years():
    project = a_project(anna=Role.CODER)
    a_highlight(an_article(project), "Sanctions")
    Highlight.objects.update(created_at="2025-12-31T23:59:59Z")
    inside_of = "created_from=2025&created_to=2025", "created_to=2025-12", "created_to=2025-12-31", "created_to=9999"
    for inside in inside_of:
        assert len(rows(project, inside)[1]) == 1, inside
    for outside in ("created_from=2026", "created_to=2025-11", "created_to=2025-12-30"):
        assert rows(project, outside) == ([], []), outside


def test_text_is_found_in_any_case_accent_and_typography():
    project = a_project(anna=Role.CODER)
    highlight = a_highlight(an_article(project, "A “Café” \u2013 100% closed_now."), "“Café” \u2013 100% closed_now")
    for text in ("cafe", 'CAFE" -', "100%25", "d_n"):
        assert rows(project, f"text={text}")[1] == [highlight], text
    for text in ("1%25", "a_e", "cafés"):
        assert rows(project, f"text={text}")[1] == [], text


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("tag=nonsense", "tag"),
        ("tag=000000000000", "tag"),
        ("facet=nonsense", "facet"),
        ("article=000000000000", "article"),
        ("coder=x", "coder"),
        ("without=x", "without"),
        ("also=x", "also"),
        ("target=x", "target"),
        ("holder=x", "holder"),
        ("holder_kind=x", "holder_kind"),
        ("value=x", "value"),
        ("source=x", "source"),
        ("published_from=14.3.2025", "published_from"),
        ("published_to=2025-13", "published_to"),
        ("created_from=2025-02-30", "created_from"),
        ("created_to=0000", "created_to"),
        ("text=" + "x" * 501, "text"),
    ],
)
def test_what_means_nothing_here_is_told_in_a_sentence(query, key):
    _, errors = parse(a_project(), QueryDict(query))
    assert list(errors) == [key]
    assert errors[key].endswith(".")


def test_what_a_field_cannot_be_asked_is_told():
    project = a_project()
    number, choice = (
        add_field(project=project, actor=a_user("olga"), name=kind, type=kind, choices=["News"])
        for kind in ("number", "choice")
    )
    for query in (
        "own-000000000000=x", f"own-{number.uid}_from=soon", f"own-{number.uid}_to=nan", f"own-{number.uid}=3",
        f"own-{choice.uid}=Poem", f"own-{choice.uid}_has=Ne", "without=own-x",
    ):
        _, errors = parse(project, QueryDict(query))
        assert list(errors) == [query.partition("=")[0].replace("without", "own-x")], query
        assert errors.popitem()[1].endswith(".")
    assert parse(project, QueryDict(f"own-{number.uid}_from=&own-x=")) == (PassageFilter(), {})
    assert parse(project, QueryDict(f"own-{number.uid}_from=3,50"))[0].query_string() == f"own-{number.uid}_from=3.5"


def test_groups_have_one_address_and_the_form_adds_to_them():
    project = a_project()
    tag, other = a_tag(project, "Trade"), a_tag(project, "Law")
    asked = f"g3=none&g3_has=text.a%26b&g5=any&g7_has=tag.{tag.uid}&g7_has=tag.{other.uid}&fit=any"
    found, errors = parse(project, QueryDict(asked))
    wanted = f"g1=none&g1_has=text.a%26b&g2=any&g2_has=tag.{other.uid}&g2_has=tag.{tag.uid}&fit=any"
    assert (found.query_string(), errors) == (wanted, {})
    assert parse(project, QueryDict(wanted)) == (found, {})
    one = f"g1=all&g1_has=tag.{tag.uid}"
    for adding, came in (
        (f"add=tag.{other.uid}&add_to=1", f"g1=all&g1_has=tag.{other.uid}&g1_has=tag.{tag.uid}"),
        ("add_words=quay&add_to=", f"{one}&g2=any&g2_has=text.quay"),
        ("add=&add_words=+&add_to=1", one),
    ):
        assert parse(project, QueryDict(f"{one}&{adding}"))[0].query_string() == came
    for wrong, key in (("g1=some&g1_has=text.a", "g1"), ("g1_has=tag.x", "g1_has"), ("g1_has=x", "g1_has"),
                       ("g2_has=own-1.x", "g1_has")):
        assert list(parse(project, QueryDict(wrong))[1]) == [key], wrong


def test_another_projects_ids_mean_nothing_here():
    here, there = a_project(), a_project()
    tag, article, entity = a_tag(there), an_article(there), an_entity(there, "Port")
    query = f"tag={tag.uid}&article={article.uid}&target={entity.uid}&coder={a_user('stranger').uid}"
    assert set(parse(here, QueryDict(query))[1]) == {"tag", "article", "target", "coder"}


def test_unknown_keys_and_empty_values_are_ignored():
    found, errors = parse(a_project(), QueryDict("utm_source=x&tag=&text=%20&after=3&coder="))
    assert (found, errors) == (PassageFilter(), {})
    assert found.query_string() == ""
    assert not found


def test_the_query_string_is_canonical_and_means_the_same():
    project = a_project()
    one, two = a_tag(project), a_tag(project)
    asked = QueryDict(f"text=a%26b&tag={two.uid}&untagged=on&facet=theme&tag={one.uid}&tag={one.uid}&children=0")
    found, _ = parse(project, asked)
    assert found.query_string() == f"tag={one.uid}&tag={two.uid}&children=0&facet=theme&text=a%26b&untagged=1"
    assert parse(project, QueryDict(found.query_string())) == (found, {})


def test_partial_dates_must_exist():
    assert all(map(is_partial_date, ("2025", "2025-12", "2024-02-29")))
    assert not any(map(is_partial_date, ("", "25", "2025-1", "2025-02-29", "2025-03-14T00", "٢٠٢٥")))


def test_paths_escape_the_slash_and_children_follow_parents(django_assert_num_queries):
    project = a_project()
    top = a_tag(project, "Security")
    middle = a_tag(project, "Air/Sea", parent=top)
    leaf = a_tag(project, "NATO", parent=middle)
    other = a_tag(project, "Trade")
    with django_assert_num_queries(1):
        tree = TagTree.of(project)
        assert tree[leaf.pk].tag.facet.slug == "theme"
    assert tree[leaf.pk].path_text == r"Security / Air\/Sea / NATO"
    assert tree[leaf.pk].depth == 2
    assert (tree[top.pk].children, tree[top.pk].descendants) == ((middle.pk,), {middle.pk, leaf.pk})
    assert [pk for pk in tree.nodes if pk in {top.pk, middle.pk, leaf.pk, other.pk}] == [
        top.pk, middle.pk, leaf.pk, other.pk
    ]
    assert tree.with_descendants([middle.pk]) == {middle.pk, leaf.pk}
    assert tree.of_value("for") == {a_stance(project, "for").pk}


@dataclass(frozen=True)
class Row:
    """The plain model: what the filter says about a row, written down again in Python without any database."""

    tagging: Tagging | None
    highlight: Highlight
    tags: frozenset[int] = frozenset()  # all in sight on the highlight
    notes: tuple[str, ...] = ()  # all in sight on it
    others: tuple[Tagging, ...] = ()  # all taggings in sight on it

    def asked_by(self, query: QueryDict, tree: TagTree) -> bool:
        groups = [key for key in query if re.fullmatch(r"g\d", key)]
        fits = [self._fits(query[key], query.getlist(f"{key}_has"), tree) for key in groups]
        if groups and not (any if query.get("fit") == "any" else all)(fits):
            return False
        ignored = ("children", "also_children", "fit", *groups, *(f"{key}_has" for key in groups))
        return all(self._part(key, query, tree) for key in query if key not in ignored)

    def _fits(self, fits: str, conditions: list[str], tree: TagTree) -> bool:
        """A group: about the whole passage."""
        holds = [self._holds(*one.split(".", 1), tree) for one in conditions]
        return {"any": any(holds), "all": all(holds), "none": not any(holds)}[fits]

    def _holds(self, kind: str, said: str, tree: TagTree) -> bool:
        article = self.highlight.article
        match kind:
            case "tag":
                node = tree.by_uid(said)
                return bool(self.tags & {node.tag.pk, *node.descendants})
            case "value":
                return any(one.tag.value == said for one in self.others)
            case "target" | "holder":
                return any(getattr(one, kind) and getattr(one, kind).uid == said for one in self.others)
            case "coder":
                return any(one.coder.uid == said for one in self.others)
            case "source":
                return article.source == said
            case "text":
                return fold(said) in fold(self.highlight.quote)
        return article.meta.get(kind.removeprefix("own-")) == said

    def _own(self, key: str, any_of: list[str]) -> bool:
        field, _, how = key.removeprefix("not_").removeprefix("own-").partition("_")
        value, wanted = self.highlight.article.meta.get(field), any_of[0]
        if not how:
            return (value in any_of) != key.startswith("not_")
        if value is None:
            return False
        if how == "has":
            return fold(wanted) in fold(value)
        if isinstance(value, str):
            size = min(len(value), len(wanted))
            return value[:size] >= wanted[:size] if how == "from" else value[:size] <= wanted[:size]
        return value >= float(wanted) if how == "from" else value <= float(wanted)

    def _part(self, key: str, query: QueryDict, tree: TagTree) -> bool:
        tagging, article, wanted = self.tagging, self.highlight.article, query[key]
        any_of = query.getlist(key)
        if key.removeprefix("not_").startswith("own-"):
            return self._own(key, any_of)
        if key == "without" and wanted.startswith("own-"):
            return wanted.removeprefix("own-") not in article.meta
        is_not = key.startswith("not_")
        match key.removeprefix("not_"):
            case "article":
                return (article.uid in any_of) != is_not
            case "source":
                return (article.source in any_of) != is_not
            case "coder":
                return ((tagging.coder if tagging else self.highlight.author).uid in any_of) != is_not
            case "text" if is_not:
                return fold(wanted) not in fold(self.highlight.quote)
            case "tag" if is_not:
                return not any(self.tags & {node.tag.pk, *node.descendants} for node in map(tree.by_uid, any_of))
        match key:
            case "note":
                return any(fold(wanted) in fold(note) for note in self.notes)
            case "noted":
                return bool(self.notes) == (wanted == "yes")
            case "published_from":
                return bool(article.published) and article.published[: len(wanted)] >= wanted[: len(article.published)]
            case "published_to":
                return bool(article.published) and article.published[: len(wanted)] <= wanted[: len(article.published)]
            case "text":
                return fold(wanted) in fold(self.highlight.quote)
            case "untagged":
                return tagging is None
            case "without" if wanted in ("source", "date"):
                return not (article.source if wanted == "source" else article.published)
        if tagging is None:
            return False
        match key:
            case "tag":
                above = set(query.getlist("tag"))
                tags = {tagging.tag.uid}
                if "children" not in query:
                    tags |= {node.tag.uid for node in tree.nodes.values() if tagging.tag_id in node.descendants}
                return bool(tags & above)
            case "also":
                nodes = [tree.by_uid(uid) for uid in any_of]
                below = "also_children" not in query
                return all(self.tags & {node.tag.pk, *(node.descendants if below else ())} for node in nodes)
            case "facet":
                return tagging.facet.slug == wanted
            case "value":
                return tagging.tag.value in any_of
            case "target" | "not_target":
                return (tagging.target is not None and tagging.target.uid in any_of) != is_not
            case "holder" | "not_holder":
                return (tagging.holder is not None and tagging.holder.uid in any_of) != is_not
            case "holder_kind" | "not_holder_kind":
                return (tagging.holder_kind in any_of) != is_not
            case "without":
                return not {"target": tagging.target, "holder": tagging.holder, "voice": tagging.holder_kind}[wanted]
        raise KeyError(key)


WORDS = ("Harbour", "cars", "naïve", "Wide\u2013open", "quay", "100%", "l\u2019eau", "tide")
DATES = ("", "2024", "2025", "2025-03", "2025-03-14", "2025-03-15", "2025-12-31", "2026-01")


def a_random_project(chance: random.Random, blind: bool) -> Project:
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=blind)
    top = [a_tag(project, f"Theme {n}") for n in range(3)]
    tags = top + [a_tag(project, f"Below {n}", parent=chance.choice(top)) for n in range(4)]
    stances = [a_stance(project, value) for value in ("for", "against", "neutral")]
    entities = [an_entity(project, name) for name in ("Port", "Council", "Shops")]
    own = [
        add_field(project=project, actor=a_user("olga"), name=kind, type=kind, choices=["News", "Op-ed"])
        for kind in ("choice", "text", "number", "date")
    ]
    said = (("News", "Op-ed"), ("City desk", "DÉSK b", "a_c"), (3, 12, 2.5, -1), DATES[1:])
    for _ in range(6):
        text = " ".join(chance.choices(WORDS, k=12))
        article = an_article(project, text, source=chance.choice(("Gull", "Tide", "")), published=chance.choice(DATES))
        values = {
            field.uid: chance.choice(some) for field, some in zip(own, said, strict=True) if chance.random() < 0.7
        }
        correct_metadata(article=article, actor=a_user("olga"), meta=values)
        for _ in range(5):
            start = chance.randrange(8)
            quote = " ".join(text.split(" ")[start : start + chance.randint(1, 4)])
            highlight = a_highlight(article, quote, by=chance.choice(("anna", "ben", "olga")))
            if chance.random() < 0.3:
                author = a_user(chance.choice(("anna", "olga")))
                actions.write_note(highlight=highlight, author=author, text=chance.choice(WORDS))
            for _ in range(chance.choice((0, 1, 1, 3))):
                person = chance.choice(("anna", "ben", "olga"))
                if chance.random() < 0.6:
                    a_tagging(highlight, chance.choice(tags), by=person)
                else:
                    a_tagging(
                        highlight, chance.choice(stances), by=person, target=chance.choice(entities),
                        holder=chance.choice([None, *entities]), holder_kind=chance.choice(("", "author", "quoted")),
                    )
    return project


SEVERAL = {"tag", "not_tag", "value", "target", "holder", "coder", "not_coder", "article", "source", "also"}


def a_random_query(chance: random.Random, project: Project) -> QueryDict:
    people = [a_user(name).uid for name in ("anna", "ben", "olga")]
    tags = [tag.uid for tag in project.tags.all()]
    entities = [entity.uid for entity in project.entities.all()]
    choices = {
        "tag": tags, "facet": ("theme", "stance"), "value": ("for", "against", "neutral"), "target": entities,
        "holder": entities, "holder_kind": ("author", "quoted", "paraphrased"), "coder": people,
        "article": [article.uid for article in project.articles.all()], "source": project_sources(project),
        "published_from": DATES[1:], "published_to": DATES[1:],
        "text": ("harbour", "NAIVE", "wide-open", "0%", "l'eau", "s n", "ide q", "_"), "untagged": ("1",),
        "also": tags, "noted": ("yes", "no"),
        "note": ("harbour", "naive"), "not_text": ("harbour", "quay"), "not_tag": tags, "not_coder": people,
        **own_choices(project),
    }
    kinds = ("target", "holder", "holder_kind", "article", *(["source"] if choices["source"] != [""] else []))
    choices |= {f"not_{key}": choices[key] for key in kinds}
    several = {key for key, values in choices.items() if key in SEVERAL and len(values) > 1}
    query = QueryDict(mutable=True)
    for key in chance.sample(sorted(choices), k=chance.choice((0, 1, 1, 2, 2, 3))):
        query.setlist(key, chance.sample(list(choices[key]), k=2 if key in several and chance.random() < 0.4 else 1))
    for key, flag in (("tag", "children"), ("also", "also_children")):
        if key in query and chance.random() < 0.4:
            query[flag] = "0"
    if chance.random() < 0.4:
        add_groups(chance, query, {**choices, "source": project_sources(project)})
    return query


def own_choices(project: Project) -> dict[str, tuple[str, ...]]:
    choice, text, number, date = (f"own-{field.uid}" for field in project.article_fields.all())
    return {
        choice: ("News", "Op-ed"), f"not_{choice}": ("News", "Op-ed"), f"{text}_has": ("desk", "S", "_"),
        f"{number}_from": ("2.5", "-1"), f"{number}_to": ("2.5", "12"), f"{date}_from": DATES[1:],
        f"{date}_to": DATES[1:],
        "without": (choice, text, number, date, "source", "date", "target", "holder", "voice"),
    }


def add_groups(chance: random.Random, query: QueryDict, choices: dict) -> None:
    own = next(key for key in choices if key.startswith("own-"))
    kinds = ("tag", "tag", "tag", "value", "target", "holder", "coder", "text", own, "source")
    conditions = [
        f"{kind}.{value}" for kind in kinds for value in choices[kind] if value and (kind, value) != ("text", "_")
    ]
    count = chance.randint(1, 3)
    for number in range(1, count + 1):
        query[f"g{number}"] = chance.choice(("any", "all", "none"))
        query.setlist(f"g{number}_has", chance.sample(conditions, k=chance.randint(1, 3)))
    if count > 1 and chance.random() < 0.5:
        query["fit"] = "any"


def project_sources(project: Project) -> list[str]:
    return sorted({article.source for article in project.articles.all()} - {""}) or [""]


def everything(project: Project, user: User) -> list[Row]:
    """All rows the person may see: in a blind project a coder sees what she made herself."""
    sees_all = not project.blind or project.memberships.filter(user=user, role=Role.OWNER).exists()
    related = "highlight__article", "highlight__author", "tag", "facet", "coder", "target", "holder"
    taggings = [
        tagging
        for tagging in Tagging.objects.select_related(*related).filter(project=project)
        if sees_all or tagging.coder_id == user.pk
    ]
    tagged = {tagging.highlight_id for tagging in taggings}
    untagged = [
        highlight
        for highlight in Highlight.objects.select_related("article", "author").filter(project=project)
        if highlight.pk not in tagged and (sees_all or highlight.author_id == user.pk)
    ]
    tags: dict[int, frozenset[int]] = {}
    others: dict[int, tuple[Tagging, ...]] = {}
    for tagging in taggings:
        others[tagging.highlight_id] = (*others.get(tagging.highlight_id, ()), tagging)
        tags[tagging.highlight_id] = tags.get(tagging.highlight_id, frozenset()) | {tagging.tag_id}
    notes: dict[int, tuple[str, ...]] = {}
    for note in Comment.objects.filter(project=project):
        if sees_all or note.author_id == user.pk:
            notes[note.highlight_id] = (*notes.get(note.highlight_id, ()), note.text)
    rows = [(tagging, tagging.highlight) for tagging in taggings] + [(None, highlight) for highlight in untagged]
    return [
        Row(tagging, highlight, tags.get(highlight.pk, frozenset()), notes.get(highlight.pk, ()),
            others.get(highlight.pk, ()))
        for tagging, highlight in rows
    ]


@pytest.mark.parametrize("_", seeds(4))
def test_random_filters_give_what_the_plain_model_gives(_):
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    project = a_random_project(chance, blind=chance.random() < 0.5)
    tree = TagTree.of(project)
    for person in ("anna", "olga"):
        rows_of_person = everything(project, a_user(person))
        for _ in range(40):
            query = a_random_query(chance, project)
            found, errors = parse(project, query)
            assert errors == {}, (seed, query)
            wanted = [row for row in rows_of_person if row.asked_by(query, tree)]
            got = list(found.taggings(a_user(person), project))
            assert [t.pk for t in got] == [
                row.tagging.pk for row in sorted((row for row in wanted if row.tagging), key=place)
            ], (seed, person, query)
            assert [h.pk for h in found.untagged(a_user(person), project)] == [
                row.highlight.pk for row in sorted((row for row in wanted if row.tagging is None), key=place)
            ], (seed, person, query)


def place(row: Row) -> tuple[int, ...]:
    highlight = row.highlight
    return highlight.article_id, highlight.start, highlight.end, highlight.pk, row.tagging.pk if row.tagging else 0
