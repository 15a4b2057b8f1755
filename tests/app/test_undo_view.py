"""Undo and redo through HTTP, for the page's script and for plain forms."""

import pytest

from annotations import actions
from annotations.models import Comment, Highlight, Tag, Tagging
from corpus_app.actions import remove_article
from corpus_app.models import Article, Change, Role
from tests.factories import a_highlight, a_project, a_tag, a_tagging, a_user, an_article
from tests.reading import (
    SCRIPT,
    address,
    client_of,
    legend,
    marks,
    page_of,
    parsed,
    passage,
    reading_url,
    rows,
    save,
    text_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def article(project):
    return an_article(project, "The quay stays open.", "It was always so.")


@pytest.fixture
def anna(project):
    return client_of("anna")


def undo(client, project, number: int | None = None, **headers: object):
    number = number or Change.objects.filter(project=project).last().number
    return client.post(address("undo", project, number), **(headers or SCRIPT))


def test_a_save_is_undone_and_redone_again_and_again(project, article, anna):
    tag = a_tag(project)
    answer = parsed(save(anna, article, passage(article, "open.\n\nIt", tag=tag.uid)).text)
    for shown in (False, True, False, True):
        url = next(answer.iterfind(".//corpus-toast/form")).get("action")
        response = anna.post(url, **SCRIPT)
        answer = parsed(response.text)
        assert response.status_code == 200
        assert bool(marks(page_of("anna", article))) == shown
        assert rows(answer) == rows(page_of("anna", article))
        assert (f"legend-{tag.uid}" in legend(answer)) == shown
        assert text_of(next(answer.iterfind(".//corpus-toast//button"))) == ("Undo" if shown else "Redo")
    assert Tagging.objects.count() == 1


def test_a_deleted_highlight_comes_back_with_tags_and_notes(project, article, anna):
    highlight = a_highlight(article, "quay", tags=(a_tag(project), a_tag(project)))
    actions.write_note(highlight=highlight, author=a_user("anna"), text="Why?")
    before = rows(page_of("anna", article))
    assert anna.post(address("remove-highlight", project, highlight.uid), **SCRIPT).status_code == 200
    assert "<mark" not in anna.get(reading_url(article)).text
    assert undo(anna, project).status_code == 200
    assert rows(page_of("anna", article)) == before


def test_the_same_change_is_undone_once(project, article, anna):
    save(anna, article, passage(article, "quay"))
    number = Change.objects.last().number
    assert undo(anna, project, number).status_code == 200
    again = undo(anna, project, number)
    assert again.status_code == 409 and "already" in text_of(parsed(again.text))
    assert not Highlight.objects.visible_to(a_user("anna")).exists()


def test_undo_refuses_where_somebody_else_has_worked_on_it(project, article, anna):
    highlight = a_highlight(article, "quay")
    number = Change.objects.last().number
    a_tagging(highlight, a_tag(project), by="ben")
    response = undo(anna, project, number)
    assert response.status_code == 409 and "Ben has tagged this passage" in text_of(parsed(response.text))
    assert Highlight.objects.get().removed_at is None


def test_who_was_refused_can_undo_what_was_done_before(project, article, anna):
    first, second = a_highlight(article, "always"), a_highlight(article, "stays")
    numbers = list(Change.objects.filter(verb="add-highlight").order_by("number").values_list("number", flat=True))
    for highlight in (second, a_highlight(article, "quay")):
        a_tagging(highlight, a_tag(project), by="ben")
    newest = Change.objects.filter(verb="add-highlight").last().number
    for refused, before in ((newest, numbers[1]), (numbers[1], numbers[0])):
        answer = undo(anna, project, refused)
        assert answer.status_code == 409 and f"/changes/{before}/undo/" in answer.text
    assert undo(anna, project, numbers[0]).status_code == 200
    assert Highlight.objects.get(pk=first.pk).removed_at is not None
    again = undo(anna, project, numbers[0])
    assert again.status_code == 409 and f"/changes/{newest}/undo/" in again.text


def test_undo_refuses_where_a_later_change_would_be_overwritten(project, article, anna):
    note = actions.write_note(highlight=a_highlight(article, "quay"), author=a_user("anna"), text="One.")
    actions.edit_note(note=note, actor=a_user("anna"), text="Two.")
    number = Change.objects.last().number
    actions.edit_note(note=note, actor=a_user("anna"), text="Three.")
    assert undo(anna, project, number).status_code == 409
    assert Comment.objects.get().text == "Three."


def test_nobody_undoes_for_another(project, article):
    a_highlight(article, "quay")
    assert undo(client_of("ben"), project).status_code == 409
    assert undo(client_of("olga"), project).status_code == 409
    assert Highlight.objects.get().removed_at is None


def test_who_lost_the_right_cannot_undo_with_it(project, article, anna):
    a_highlight(article, "quay")
    membership = project.memberships.get(user=a_user("anna"))
    membership.role = Role.READER
    membership.save(update_fields=["role"])
    assert undo(anna, project).status_code == 403
    assert Highlight.objects.get().removed_at is None


@pytest.mark.parametrize("number", [10**4, 2**63 - 1, 2**63, 10**30])
def test_a_number_that_no_change_has_is_not_found(project, anna, number):
    assert undo(anna, project, number).status_code == 404


def test_what_is_no_annotation_is_not_undone_with_a_click(project):
    tag = a_tag(project)
    assert undo(client_of("olga"), project, headers={"Referer": "http://testserver/account/"}).status_code == 302
    assert Tag.objects.filter(pk=tag.pk).exists() and Change.objects.last().verb == "add-tag"


def test_without_script_undo_goes_back_to_the_page_it_came_from(project, article, anna):
    a_highlight(article, "quay")
    came_from = f"http://testserver{reading_url(article)}"
    response = undo(anna, project, headers={"Referer": came_from})
    assert (response.status_code, response.url) == (302, came_from)
    assert not marks(page_of("anna", article))


@pytest.mark.parametrize("came_from", ["https://evil.test/", "//evil.test/", "javascript:alert(1)", ""])
def test_without_script_undo_never_goes_to_another_site(project, article, anna, came_from):
    a_highlight(article, "quay")
    response = undo(anna, project, headers={"Referer": came_from})
    assert (response.status_code, response.url) == (302, f"/projects/{project.slug}/")


def test_a_removed_article_is_given_back_by_its_owner(project, article):
    remove_article(article=article, actor=a_user("olga"))
    assert undo(client_of("olga"), project, headers={"Referer": ""}).status_code == 302
    assert Article.objects.visible_to(a_user("anna")).get() == article


def test_undo_after_the_article_was_removed_does_not_fail(project, article, anna):
    save(anna, article, passage(article, "quay"))
    number = Change.objects.last().number
    remove_article(article=article, actor=a_user("olga"))
    assert undo(anna, project, number).status_code in (200, 404, 409)
