"""Assigning articles, a coder's queue, finishing and skipping, and the owner's table of who is how far."""

import pytest
from django.urls import reverse

from annotations import actions
from annotations.models import Highlight, Reading, ReadingState
from annotations.pages.work import matrix_of, queue_of
from corpus_app.actions import add_set
from corpus_app.models import Change, Role
from tests.factories import a_highlight, a_project, a_user, an_article, client_of

pytestmark = pytest.mark.django_db

CODERS = ("anna", "ben")


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


@pytest.fixture
def articles(project):
    return [an_article(project, f"Sanctions work, says number {n}.", title=f"Number {n}") for n in range(6)]


def work(project):
    return reverse("annotations:work", args=[project.slug])


def assign(project, articles, *names):
    pairs = [(article, a_user(name)) for article in articles for name in names]
    return actions.assign(project=project, actor=a_user("olga"), pairs=pairs)


def ticked(project, articles, names, action):
    data = {"articles": [a.uid for a in articles], "coders": [a_user(n).uid for n in names], "action": action}
    return client_of("olga").post(reverse("annotations:change-work", args=[project.slug]), data, follow=True)


def dealt(project, **rule):
    said = {"coders": [a_user(name).uid for name in CODERS], "which": "new", "each": 1, "overlap": 0, "seed": 5, **rule}
    return client_of("olga").post(reverse("annotations:deal-work", args=[project.slug]), said, follow=True)


def states(project):
    columns = ("article__title", "coder__display_name", "state")
    return sorted(Reading.objects.filter(project=project).assigned().values_list(*columns))


# Giving out


def test_ticked_articles_become_ticked_coders_work(project, articles):
    page = ticked(project, articles[:2], CODERS, "assign")
    assert "4 assignments were made." in page.text
    assert states(project) == sorted((f"Number {n}", who, "assigned") for n in (0, 1) for who in ("Anna", "Ben"))
    page = ticked(project, articles[:3], ["anna"], "assign")
    assert "1 assignment was made." in page.text, "what was assigned already is not counted again"


def test_assigned_to_who_is_reading_it_goes_on_from_there(project, articles):
    actions.keep_position(article=articles[0], coder=a_user("anna"), position=7)
    assign(project, articles[:1], "anna")
    mine = Reading.objects.get(article=articles[0], coder=a_user("anna"))
    assert (mine.state, mine.position, mine.assigned_at is not None) == (ReadingState.OPENED, 7, True)


def test_taking_back_loses_nothing(project, articles):
    assign(project, articles[:2], "anna")
    mark = a_highlight(articles[0], "Sanctions", by="anna")
    actions.keep_position(article=articles[0], coder=a_user("anna"), position=1)
    page = ticked(project, articles[:2], ["anna", "ben"], "unassign")
    assert "2 assignments were taken back." in page.text
    assert states(project) == []
    assert Highlight.objects.filter(pk=mark.pk, removed_at=None).exists()
    assert Reading.objects.get(coder=a_user("anna")).article == articles[0], "what was begun is remembered"


def test_what_is_not_ticked_is_said(project, articles):
    assert "Tick the articles first." in ticked(project, [], CODERS, "assign").text
    assert "Tick the coders above their columns first." in ticked(project, articles, [], "assign").text
    assert Reading.objects.count() == 0


def test_readers_and_strangers_ids_are_no_choice(project, articles):
    assert ticked(project, articles, ["rita"], "assign").status_code == 422
    foreign = an_article(a_project(owner="zoe"), "Elsewhere.")
    assert ticked(project, [foreign], CODERS, "assign").status_code == 422
    assert Reading.objects.count() == 0


def test_dealing_gives_everybody_the_same_and_says_the_number_of_the_draw(project, articles):
    page = dealt(project, overlap=2, seed=4711)
    assert "6 articles dealt to 2 coders: 8 assignments were made. The number of the draw was 4711." in page.text
    counts = [Reading.objects.filter(coder=a_user(name)).count() for name in CODERS]
    assert counts == [4, 4]
    assert dealt(project, which="new").status_code == 200, "nothing left to deal is no error"
    assert Reading.objects.count() == 8


def test_the_same_draw_again_gives_the_same(project, articles):
    dealt(project, overlap=2, seed=9)
    once = states(project)
    everything = [(article, a_user(name)) for article in articles for name in CODERS]
    actions.unassign(project=project, actor=a_user("olga"), pairs=everything)
    dealt(project, overlap=2, seed=9)
    assert states(project) == once != []


def test_a_rule_that_cannot_be_followed_keeps_what_was_typed(project, articles):
    page = dealt(project, each=3, seed=77)
    assert page.status_code == 422
    assert "1 to 2 of the coders chosen, not by 3" in page.text
    assert 'value="77"' in page.text
    assert dealt(project, overlap="99").status_code == 422
    assert dealt(project, seed="x").status_code == 422


def test_only_owners_give_out(project, articles):
    data = {"articles": [articles[0].uid], "coders": [a_user("anna").uid], "action": "assign"}
    for name, status in (("anna", 403), ("rita", 403), ("zoe", 404)):
        assert client_of(name).post(reverse("annotations:change-work", args=[project.slug]), data).status_code == status


# Working


def test_the_queue_begins_with_what_is_begun_and_then_goes_in_order(project, articles):
    anna = a_user("anna")
    assign(project, articles[:3], "anna")
    assert queue_of(project, anna).following.article == articles[0]
    actions.keep_position(article=articles[1], coder=anna, position=1)
    assert queue_of(project, anna).following.article == articles[1]
    for article in articles[:2]:
        actions.finish_reading(article=article, coder=anna)
    actions.skip_article(article=articles[2], coder=anna, reason="a double")
    queue = queue_of(project, anna)
    assert (queue.following, queue.done, len(queue.tasks)) == (None, 3, 3)
    page = client_of("anna").get(work(project)).text
    assert "You are done with all that was assigned to you." in page
    assert "Finished, nothing to tag" in page and "a double" in page


def test_nobody_is_shown_anothers_queue_or_the_table(project, articles):
    assign(project, articles[:1], "ben")
    page = client_of("anna").get(work(project)).text
    assert "Nothing is assigned to you here." in page
    assert "Ben" not in page
    assert "Everybody" in client_of("olga").get(work(project)).text


def test_opening_assigned_work_begins_it(project, articles):
    assign(project, articles[:1], "anna")
    place = reverse("annotations:keep-position", args=[project.slug, articles[0].uid])
    client_of("anna").post(place, {"position": 1})
    assert Reading.objects.get().state == ReadingState.OPENED


def at(name, article):
    return reverse(f"annotations:{name}", args=[article.project.slug, article.uid])


def save(client, article):
    data = {"uid": "0" * 12, "version": 1, "start": 0, "end": 9, "quote": "Sanctions"}
    return client.post(at("add-highlight", article), data, headers={"Corpus-Reader": "1"})


def test_finished_work_is_locked_until_it_is_opened_again(project, articles):
    assign(project, articles[:1], "anna", "ben")
    mark = a_highlight(articles[0], "Sanctions", by="anna")
    anna, ben = client_of("anna"), client_of("ben")
    anna.post(at("finish-reading", articles[0]))
    assert save(anna, articles[0]).status_code == 403
    of_mark = [project.slug, mark.uid]
    for name in ("add-tagging", "write-note", "remove-highlight", "move-edges"):
        assert anna.post(reverse(f"annotations:{name}", args=of_mark), {"text": "No"}).status_code == 403, name
    change = Change.objects.get(verb="add-highlight")
    assert anna.post(reverse("annotations:undo", args=[project.slug, change.number])).status_code == 403
    page = anna.get(at("article", articles[0])).text
    assert "data-may-annotate" not in page and "Open it again" in page
    assert save(ben, articles[0]).status_code == 200, "each coder's layer has a lock of its own"
    anna.post(at("finish-reading", articles[0]), {"finished": "0"})
    assert anna.post(reverse("annotations:write-note", args=of_mark), {"text": "Yes"}).status_code == 200


def test_what_is_read_without_being_assigned_is_not_locked(project, articles):
    client = client_of("anna")
    client.post(at("finish-reading", articles[0]))
    assert save(client, articles[0]).status_code == 200


def test_skipping_needs_a_reason_and_leads_on(project, articles):
    assign(project, articles[:2], "anna")
    client = client_of("anna")
    page = client.post(at("skip-article", articles[0]), {"reason": " "}, follow=True)
    assert "Say why you skip this article." in page.text
    page = client.post(at("skip-article", articles[0]), {"reason": "Is in <b>Dutch</b>"}, follow=True)
    assert "Is in &lt;b&gt;Dutch&lt;/b&gt;" in page.text and "Next:" in page.text
    assert Reading.objects.get(article=articles[0]).state == ReadingState.SKIPPED


def test_an_owner_opens_again_what_was_finished(project, articles):
    assign(project, articles[:2], "anna")
    actions.finish_reading(article=articles[0], coder=a_user("anna"))
    page = ticked(project, articles, ["anna"], "reopen")
    assert "1 assignment was opened again." in page.text
    assert save(client_of("anna"), articles[0]).status_code == 200


# The table


def test_the_table_tells_each_state_and_counts(project, articles):
    olga, anna, ben = map(a_user, ("olga", "anna", "ben"))
    assign(project, articles[:4], "anna")
    assign(project, articles[:1], "ben")
    a_highlight(articles[0], "Sanctions", by="anna")
    actions.finish_reading(article=articles[0], coder=anna)
    actions.skip_article(article=articles[1], coder=anna, reason="no")
    actions.keep_position(article=articles[2], coder=anna, position=1)
    actions.keep_position(article=articles[5], coder=ben, position=1)
    matrix = matrix_of(project, olga, [anna, ben], [])
    found = [[cell.state for cell in cells] for _, cells in matrix.rows]
    assert found == [
        ["finished", "assigned"], ["skipped", ""], ["opened", ""], ["assigned", ""], ["", ""], ["", "own"],
    ]
    assert matrix.rows[0][1][0].words == "Anna: Finished, 1 passage"
    totals = [(c.coder.display_name, c.assigned, c.finished, c.skipped) for c in matrix.columns]
    assert totals == [("Anna", 4, 1, 1), ("Ben", 1, 0, 0)]
    assert matrix.unassigned == 2


def test_the_table_goes_by_pages_and_forgives_a_page_that_is_not_there(project, articles, monkeypatch):
    monkeypatch.setattr("annotations.pages.work.PAGE", 4)
    client = client_of("olga")
    assert "Page 1 of 2" in client.get(work(project)).text
    for page in ("2", "99", "x", "-1", "9" * 30):
        assert client.get(work(project), {"page": page}).status_code == 200
    assert "Number 5" in client.get(work(project), {"page": "2"}).text


def test_what_was_said_of_an_article_is_in_the_diary(project, articles):
    assign(project, articles[:1], "anna")
    actions.finish_reading(article=articles[0], coder=a_user("anna"))
    actions.reopen_article(article=articles[0], coder=a_user("anna"))
    verbs = list(Change.objects.filter(project=project).order_by("number").values_list("verb", flat=True))
    assert verbs[-3:] == ["assign", "finish-article", "reopen-article"]
    (edit,) = Change.objects.get(verb="finish-article").edits
    assert (edit["before"]["state"], edit["after"]["state"]) == ("assigned", "finished")


# Sets


def test_the_articles_of_a_set_are_assigned_by_hand_and_by_rule(project, articles):
    pilot = add_set(project=project, actor=a_user("anna"), name="Pilot", articles=articles[:3])
    named = add_set(project=project, actor=a_user("anna"), name="Named", query="q=Number 4")
    olga = client_of("olga")
    page = olga.get(work(project), {"set": pilot.uid}).text
    assert ["Number 0" in page, "Number 4" in page] == [True, False]
    assert "All 3 articles of <bdi>Pilot</bdi>" in page
    assert "Number 4" in olga.get(work(project), {"set": "0" * 12}).text, "a set that is gone narrows nothing"
    post = reverse("annotations:change-work", args=[project.slug])
    assert "deleted in the meantime" in olga.post(post, {"set": "0" * 12, "action": "assign"}).text
    said = {"set": pilot.uid, "is_all": "on", "coders": [a_user("anna").uid], "action": "assign"}
    answer = olga.post(post, said)
    assert answer.url == f"{work(project)}?set={pilot.uid}#everybody"
    assert states(project) == [(f"Number {n}", "Anna", "assigned") for n in range(3)]
    assert "Tick the articles first." in olga.post(post, said | {"is_all": ""}).text
    assert olga.post(post, said | {"set": "0" * 12}).status_code == 422
    page = dealt(project, within=named.uid)
    assert "1 articles dealt" in page.text and Reading.objects.filter(article=articles[4]).count() == 1
    dealt(project, within=pilot.uid, which="all", each=2)
    assert Reading.objects.filter(article__in=articles[:3]).count() == 6
    assert not Reading.objects.filter(article__in=[articles[3], articles[5]]).exists()
    dealt(project, within="all")
    assert Reading.objects.filter(article__in=[articles[3], articles[5]]).count() == 2
    foreign = add_set(project=a_project(owner="zoe"), actor=a_user("zoe"), name="Theirs")
    assert dealt(project, within=foreign.uid).status_code == 422
    empty = add_set(project=project, actor=a_user("anna"), name="Empty", query="q=nothing")
    assert "No article of <bdi>Empty</bdi> can be coded." in olga.get(work(project), {"set": empty.uid}).text
