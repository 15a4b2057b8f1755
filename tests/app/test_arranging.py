"""Where tags stand: by a step, by dragging, several at once; each one change with one undo."""

import pytest

from annotations import actions
from annotations.models import Tag
from annotations.tagtree import TagTree
from corpus_app.models import Change, Project, Role
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_user, an_article, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    """a(a1, a2), b, c in Theme."""
    project = a_project(anna=Role.CODER)
    top = a_tag(project, "a")
    for name in ("a1", "a2"):
        a_tag(project, name, parent=top)
    a_tag(project, "b")
    a_tag(project, "c")
    return project


def tree(project: Project) -> list[str]:
    nodes = TagTree.of(project).nodes.values()
    return ["/".join(node.path) for node in nodes if node.tag.facet.slug == "theme" and not node.tag.archived_at]


def tag(project: Project, name: str) -> Tag:
    return Tag.objects.get(project=project, name=name)


def arrange(project: Project, by: str = "olga", **said: object):
    url = f"/projects/{project.slug}/tags/arrange/"
    return client_of(by).post(url, said, follow=True)


def undo(project: Project) -> None:
    change = Change.objects.filter(project=project).select_related("project", "article").order_by("number").last()
    actions.undo(change=change, actor=a_user("olga"))


BEFORE = ["a", "a/a1", "a/a2", "b", "c"]


@pytest.mark.parametrize(("way", "name", "after", "words"), [
    ("up", "a2", ["a", "a/a2", "a/a1", "b", "c"], "“a2” stands under “a” now, 1 of 2."),
    ("down", "a", ["b", "a", "a/a1", "a/a2", "c"], "“a” stands at the top now, 2 of 3."),
    ("in", "b", ["a", "a/a1", "a/a2", "a/b", "c"], "“b” stands under “a” now, 3 of 3."),
    ("out", "a1", ["a", "a/a2", "a1", "b", "c"], "“a1” stands at the top now, 2 of 4."),
])
def test_a_step_moves_a_tag_and_says_where_it_stands(project, way, name, after, words):
    html = arrange(project, move=f"{way}:{tag(project, name).uid}").text
    assert tree(project) == after and words in html.replace("&#x27;", "'")
    undo(project)
    assert tree(project) == BEFORE


def test_a_tag_is_dragged_anywhere_but_below_itself_or_into_another_facet(project):
    a, a1, b = (tag(project, name).uid for name in ("a", "a1", "b"))
    arrange(project, move=f"to:{b}:{a}:{a1}")
    assert tree(project) == ["a", "a/b", "a/a1", "a/a2", "c"]
    elsewhere = a_stance(project, "for").uid
    for said in (f"to:{a}:{a1}:", f"to:{a}:{elsewhere}:", f"to:{a}:nowhere:", f"up:{a}", "up:x", "x"):
        assert arrange(project, move=said).status_code in (409, 422), said
    stance = a_stance(project, "for").uid
    assert "stand beside each other" in arrange(project, move=f"in:{stance}").text
    assert tree(project) == ["a", "a/b", "a/a1", "a/a2", "c"]


def test_a_name_that_is_there_is_refused_before_the_database_says_so(project):
    twin = a_tag(project, "A1")
    response = arrange(project, move=f"to:{twin.uid}:{tag(project, 'a').uid}:")
    assert response.status_code == 409 and "is a tag “A1” here already" in response.text


def test_several_are_shown_first_then_moved_and_undone_in_one_step(project):
    a_highlight(an_article(project), "Sanctions", tags=(tag(project, "b"),))
    chosen = [tag(project, name).uid for name in ("a", "a1", "b")]
    shown = arrange(project, do="under", under=tag(project, "c").uid, tag=chosen)
    assert "3 tags move under" in shown.text and "1 tag below them moves along" in shown.text
    assert tree(project) == BEFORE
    arrange(project, do="under", under=tag(project, "c").uid, tag=chosen, sure="1")
    assert tree(project) == ["c", "c/a", "c/a/a1", "c/a/a2", "c/b"]
    undo(project)
    assert tree(project) == BEFORE
    shown = arrange(project, do="archive", tag=chosen)
    assert "1 tagging stays on their passages" in " ".join(shown.text.split())
    arrange(project, do="archive", tag=chosen, sure="1")
    assert tree(project) == ["a/a2", "c"]
    undo(project)
    assert tree(project) == BEFORE
    assert "Tick the tags" in arrange(project, do="archive").text
    assert arrange(project, do="merge", tag=chosen).redirect_chain[0][0].count("tag=") == 3


def test_coders_do_not_arrange(project):
    assert arrange(project, by="anna", move="up:x").status_code == 403
    assert "Arrange" not in client_of("anna").get(f"/projects/{project.slug}/tags/").text
