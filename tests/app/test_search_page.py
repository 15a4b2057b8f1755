"""The search page: hits that open at the passage, lines in context, fields, and tagging what was found."""

import pytest

from annotations import actions
from annotations.models import Highlight, Tagging
from corpus_app.models import Article, Project, Role
from tests.factories import a_highlight, a_project, a_tag, a_tagging, a_user, an_article, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


@pytest.fixture
def article(project) -> Article:
    return an_article(
        project, "The “old” harbour.", "Nothing.", "A harbour, Harbours and the harbour-master. The end of a harbour.",
        source="Daily Gull", author="R. Ellery", published="2025-03", language="en-GB", title="Quay",
    )


def asked(project: Project, q: str, by: str = "anna", **said: str):
    return client_of(by).get(f"/projects/{project.slug}/search/", {"q": q, **said})


def test_the_best_hits_come_first_and_open_at_the_passage(project, article):
    page = asked(project, "harbour")
    assert [hit.place for hit in page.context["search"].hits] == ["3", "1"]
    assert f'href="/projects/{project.slug}/articles/{article.uid}/#p3"' in page.text
    assert "A <mark>harbour</mark>, Harbours and the <mark>harbour</mark>-master" in page.text
    assert [hit.place for hit in asked(project, "harbour", order="text").context["search"].hits] == ["1", "3"]
    assert "Nothing is found here" in asked(project, "absent").text


def test_lines_are_sorted_by_what_stands_beside_the_word(project, article):
    def sides(order: str, side: str) -> list[str]:
        lines = asked(project, "harbour", order=order).context["search"].lines
        return [getattr(one.line, side).strip() for one in lines]

    assert sides("right", "right") == [".", ".", ", Harbours and the harbour-master. The end of a harbour.",
                                       "-master. The end of a harbour."]
    assert [left.split()[-1] for left in sides("left", "left")] == ["A", "a", "“old”", "the"]


def test_fields_narrow_what_is_found(project, article):
    other = an_article(project, "Another harbour.", source="Lantern", published="2024-01-02", language="de")
    mark = a_highlight(other, "harbour", tags=(a_tag(project, "Sea Trade"),))
    actions.write_note(highlight=mark, author=a_user("anna"), text="Which harbour?")

    def places(q: str, **said: str) -> set[str]:
        return {hit.article.source for hit in asked(project, f"harbour {q}", **said).context["search"].hits}

    both = {"Daily Gull", "Lantern"}
    for q, found in {
        'source:"daily gull"': {"Daily Gull"}, "-source:daily": {"Lantern"}, "source:gull OR source:lantern": both,
        "title:quay": {"Daily Gull"}, "author:eller*": {"Daily Gull"}, "date:2025": {"Daily Gull"},
        "date:2024..2025-03": both, "date:2024": {"Lantern"}, "language:en": {"Daily Gull"},
        "coder:ANNA": {"Lantern"}, 'tag:"sea trade"': {"Lantern"}, "coder:ben": set(),
    }.items():
        assert places(q) == found, q
    for where in ("highlights", "notes"):
        assert places('tag:"sea trade" coder:anna', **{"in": where}) == {"Lantern"}
    for wrong in ("tag:nothing", "coder:nobody", "date:soon", "source:!"):
        page = asked(project, f"harbour {wrong}")
        assert page.status_code == 422
        assert 'role="alert"' in page.text


@pytest.mark.parametrize("q", ['"', "a OR", "((((", "*", "' OR 1=1 --", "a* *b", "%", "\\", "NEAR(a b)", "a:b", "^a"])
def test_no_question_is_an_error_of_ours(q, project, article):
    assert asked(project, q).status_code in (200, 422)
    assert asked(project, q, **{"in": "zzz", "order": "zzz", "page": "-1"}).status_code in (200, 422)


def test_a_blind_coder_sees_no_highlight_note_nor_number_of_the_others():
    blind = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    theirs = a_highlight(an_article(blind, "The secret harbour."), "harbour", by="ben", tags=(a_tag(blind, "Sea"),))
    actions.write_note(highlight=theirs, author=a_user("ben"), text="A harbour of mine")
    for where in ("texts", "highlights", "notes"):
        page = asked(blind, "harbour", **{"in": where}).context["search"]
        assert [count for _, count, *_ in page.tabs] == ["1", "0", "0"]
        assert [hit.who for hit in page.hits] == ([""] if where == "texts" else [])
    assert asked(blind, "harbour tag:sea").context["search"].hits == ()
    assert [count for _, count, *_ in asked(blind, "harbour", by="olga").context["search"].tabs] == ["1", "1", "1"]


def test_memos_of_taggings_are_found_by_those_who_see_them():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    mark = a_highlight(an_article(project, "Sanctions work."), "Sanctions", by="ben")
    a_tagging(mark, a_tag(project, "Sea Trade"), by="ben", memo="Rather loud, I think")
    for q in ("loud", 'rather tag:"sea trade"', "loud coder:ben"):
        (hit,) = asked(project, q, "ben", **{"in": "notes"}).context["search"].hits
        assert hit.url.endswith(f"#h-{mark.uid}") and [tag.name for tag in hit.tags] == ["Sea Trade"], q
    page = asked(project, "loud", "olga", **{"in": "notes"})
    assert "Rather <mark>loud</mark>, I think" in page.text and "Memo on a tag by" in page.text
    assert not asked(project, "loud", "anna", **{"in": "notes"}).context["search"].hits
    assert not asked(project, "loud tag:other", "ben", **{"in": "notes"}).context["search"].hits


def test_the_number_of_queries_does_not_grow_with_what_is_found(project, django_assert_max_num_queries):
    def count(where: str) -> int:
        with django_assert_max_num_queries(30) as captured:
            asked(project, "harbour", **{"in": where})
        return len(captured)

    counts = []
    for texts in (2, 20):
        for number in range(texts):
            tag = a_tag(project, f"Tag {texts} {number}")
            mark = a_highlight(an_article(project, "A harbour."), "harbour", tags=(tag,))
            actions.write_note(highlight=mark, author=a_user("anna"), text="My harbour")
        asked(project, "harbour")  # takes the new highlights into the index
        counts.append([count(where) for where in ("texts", "highlights", "notes")])
    assert counts[0] == counts[1]


def test_what_was_found_is_tagged_together_and_undone_in_one_step(project, article):
    url = f"/projects/{project.slug}/occurrences/"
    assert f"{url}?search=1" in asked(project, "harb*").text
    assert f"{url}?search=1" not in asked(project, "harb*", by="rita").text
    query = f"{url}?search=1&q=harb*+-old"
    anna = client_of("anna")
    hits = anna.get(query).context["found"].hits
    assert [hit.passage.quote for hit in hits] == ["harbour", "Harbours", "harbour", "harbour"]
    tag = a_tag(project, "Sea")
    anna.post(query, {"hit": [hit.key for hit in hits[:2]], "tag": [tag.uid]})
    assert list(Tagging.objects.values_list("highlight__quote", flat=True)) == ["harbour", "Harbours"]
    actions.undo(change=project.changes.latest("number"), actor=a_user("anna"))
    assert not Tagging.objects.exists()
    whole = anna.get(f"{query}&whole=1").context["found"].hits
    anna.post(f"{query}&whole=1", {"hit": [hit.key for hit in whole], "tag": [tag.uid]})
    assert Highlight.objects.get(removed_at=None).quote.startswith("A harbour, Harbours")
    assert anna.get(f"{url}?search=1&q=a+OR").status_code == 422
