"""Highlighting, tagging and writing notes through HTTP: what is kept, what is answered, what is refused."""

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from annotations import actions
from annotations.models import Comment, Entity, Highlight, Tag, Tagging
from corpus_app.models import Change, Role
from tests import nasty
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity
from tests.reading import (
    SCRIPT,
    address,
    by_id,
    client_of,
    facet,
    legend,
    page_of,
    parsed,
    passage,
    rows,
    save,
    tag_on,
    text_of,
)

pytestmark = pytest.mark.django_db

TEXTS = ("The quay stays 🚲 open.", "It was always so, they say.", "Order 14 changes this.")


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


@pytest.fixture
def article(project):
    return an_article(project, *TEXTS)


@pytest.fixture
def anna(project):
    return client_of("anna")


def kept() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Highlight, Tagging, Comment, Tag, Entity, Change))


def undo_url(project) -> str:
    return address("undo", project, Change.objects.order_by("number").last().number)


# --- What is kept


def test_a_passage_with_a_tag_is_kept_as_it_stands(project, article, anna):
    tag = a_tag(project)
    fields = passage(article, "🚲 open.\n\nIt was", tag=tag.uid, memo="See the map.")
    assert save(anna, article, fields).status_code == 200
    highlight = Highlight.objects.get()
    assert (highlight.uid, highlight.start, highlight.end) == (fields["uid"], fields["start"], fields["end"])
    assert (highlight.quote, highlight.author) == ("🚲 open.\n\nIt was", a_user("anna"))
    tagging = highlight.taggings.get()
    assert (tagging.tag, tagging.coder, tagging.memo) == (tag, a_user("anna"), "See the map.")


def test_a_passage_without_a_tag_is_a_highlight(article, anna):
    assert save(anna, article, passage(article, "quay")).status_code == 200
    assert (Highlight.objects.count(), Tagging.objects.count()) == (1, 0)


def test_line_ends_of_a_form_are_those_of_the_text(article, anna):
    fields = passage(article, "open.\n\nIt")
    assert save(anna, article, {**fields, "quote": "open.\r\n\r\nIt"}).status_code == 200


def test_white_space_at_the_ends_of_a_quote_counts(project, anna):
    article = an_article(project, "\u00a0 one \u00a0two\t")
    assert save(anna, article, passage(article, "\u00a0 one \u00a0")).status_code == 200
    assert save(anna, article, passage(article, "two\t")).status_code == 200


@pytest.mark.parametrize("text", nasty.TEXTS)
def test_any_text_can_be_highlighted_whole_and_in_part(project, anna, text):
    article = an_article(project, "Before.", text, "After.")
    for quote in (text, text[1:-1], "Before.\n\n" + text[:3]):
        assert save(anna, article, passage(article, quote)).status_code == 200
    for highlight in Highlight.objects.all():
        assert article.version.text[highlight.start : highlight.end] == highlight.quote


NAMES = ("<b>Bold</b> & \"co\"", "=SUM(A1)", "🚲 Räder / Wege", "a'; DROP TABLE x;--", "{{ 7*7 }}")


@pytest.mark.parametrize("name", NAMES)
def test_a_tag_made_on_the_way_may_have_any_name(project, article, anna, name):
    response = save(anna, article, passage(article, "quay", new_tag=name, facet=facet(project, "theme").uid))
    assert response.status_code == 200
    tag = Tagging.objects.get().tag
    assert (tag.name, tag.parent, tag.facet.slug) == (name, None, "theme")
    assert name in text_of(parsed(response.text)) and name in text_of(page_of("ben", article))


def test_a_tag_is_made_under_its_parent_and_only_once(project, article, anna):
    parent, theme = a_tag(project, "Frames"), facet(project, "theme")
    for quote, name in (("quay", "Threat"), ("stays", " threat ")):
        fields = passage(article, quote, new_tag=name, facet=theme.uid, parent=parent.uid)
        assert save(anna, article, fields).status_code == 200
    (tag,) = {tagging.tag for tagging in Tagging.objects.all()}
    assert (tag.parent, tag.name) == (parent, "Threat")


def test_a_stance_has_target_and_holder_found_or_made(project, article, anna):
    against, order = a_stance(project, "against"), an_entity(project, "Order 14")
    found = passage(article, "quay", tag=against.uid, target=order.uid, holder_kind="author")
    made = passage(article, "stays", tag=against.uid, new_target="order 14", new_holder="Ms. Ellery")
    assert [save(anna, article, fields).status_code for fields in (found, made)] == [200, 200]
    taggings = Tagging.objects.order_by("pk").values_list("target__name", "holder__name", "holder_kind")
    assert list(taggings) == [("Order 14", None, "author"), ("Order 14", "Ms. Ellery", "quoted")]


def test_the_same_save_sent_twice_is_one_highlight(project, article, anna):
    fields = passage(article, "quay", tag=a_tag(project).uid)
    first, again = save(anna, article, fields), save(anna, article, fields)
    assert (first.status_code, again.status_code) == (200, 200)
    assert (Highlight.objects.count(), Tagging.objects.count()) == (1, 1)
    assert rows(parsed(first.text)) == rows(parsed(again.text))


def test_a_second_tag_sent_before_the_first_was_answered_is_kept(project, article, anna):
    first, second = a_tag(project), a_tag(project)
    fields = passage(article, "quay", tag=first.uid)
    for tag in (first, second, first):
        assert save(anna, article, {**fields, "tag": tag.uid}).status_code == 200
    assert {tagging.tag for tagging in Highlight.objects.get().taggings.all()} == {first, second}


def test_the_same_tag_twice_changes_nothing(project, article, anna):
    highlight, tag = a_highlight(article, "quay"), a_tag(project)
    assert tag_on(anna, highlight, tag=tag.uid).status_code == 200
    before = kept()
    assert tag_on(anna, highlight, tag=tag.uid).status_code == 200
    assert kept() == before


def test_another_coder_may_tag_and_annotate_a_highlight(project, article):
    highlight, ben = a_highlight(article, "quay"), client_of("ben")
    assert tag_on(ben, highlight, tag=a_tag(project).uid).status_code == 200
    assert ben.post(address("write-note", project, highlight.uid), {"text": "Why?"}, **SCRIPT).status_code == 200
    assert Tagging.objects.get().coder == Comment.objects.get().author == a_user("ben")


# --- What is answered: after every action the page looks as if it were fetched afresh


def assert_answer_is_the_page(response, name, article, *, panel=""):
    """Every part of the answer equals that part of the page, and what the answer leaves out has not changed."""
    assert response.status_code == 200, response.text
    answer, page = parsed(response.text), page_of(name, article)
    assert rows(answer)
    assert rows(answer).items() <= rows(page).items()
    assert legend(answer).items() <= legend(page).items()
    hidden = {entry.get("id") for entry in answer.iter("li") if entry.get("hidden") is not None}
    assert not hidden & set(legend(page))
    ids = [part.get("id") for part in answer]
    assert None not in ids and len(ids) == len(set(ids))
    shown = by_id(answer, "panel")
    alone = client_of(name).get(address("highlight", article.project, panel)) if panel else None
    assert shown == (by_id(parsed(alone.text), "panel") if alone else None)


def test_after_every_action_the_page_equals_the_page_fetched_afresh(project, article, anna):
    a_highlight(article, "🚲 open.\n\nIt was", by="ben", tags=(a_tag(project, "Ben's"),))
    tag, other, order = a_tag(project, "Quays"), a_tag(project, "Bikes"), an_entity(project, "Order 14")
    before = rows(page_of("anna", article))

    def check(response, panel="", touched=("p1", "p2", "p3")):
        assert_answer_is_the_page(response, "anna", article, panel=panel)
        nonlocal before
        now = rows(page_of("anna", article))
        assert {name for name in now if now[name] != before[name]} <= set(rows(parsed(response.text))) <= set(touched)
        before = now

    across = passage(article, "always so, they say.\n\nOrder", tag=tag.uid)
    check(save(anna, article, across), touched=("p2", "p3"))
    inside = passage(article, "so", tag=tag.uid)
    check(save(anna, article, inside), touched=("p2",))
    highlight = Highlight.objects.get(uid=across["uid"])
    check(tag_on(anna, highlight, tag=other.uid), highlight.uid)
    check(tag_on(anna, highlight, tag=a_stance(project, "for").uid, target=order.uid), highlight.uid)
    check(tag_on(anna, highlight, tag=a_stance(project, "against").uid, target=order.uid), highlight.uid)
    check(tag_on(anna, highlight, new_tag="New & <shiny>", facet=facet(project, "theme").uid), highlight.uid)
    written = {"text": "Why <b>so</b>?\nHm."}
    check(anna.post(address("write-note", project, highlight.uid), written, **SCRIPT), highlight.uid)
    note = Comment.objects.get()
    check(anna.post(address("edit-note", project, note.uid), {"text": "Because."}, **SCRIPT), highlight.uid)
    check(anna.post(address("remove-note", project, note.uid), **SCRIPT), highlight.uid)
    check(anna.post(undo_url(project), **SCRIPT))
    check(anna.post(undo_url(project), **SCRIPT))
    tagging = Tagging.objects.get(tag=other)
    check(anna.post(address("remove-tagging", project, tagging.uid), **SCRIPT), highlight.uid)
    check(anna.post(undo_url(project), **SCRIPT))
    check(anna.post(address("remove-highlight", project, highlight.uid), **SCRIPT))
    check(anna.post(undo_url(project), **SCRIPT))
    check(anna.post(undo_url(project), **SCRIPT))


def test_the_panel_tells_tags_notes_coder_and_what_one_may_do(project, article):
    highlight = a_highlight(article, "quay", tags=(a_tag(project, "<Quays>"),))
    a_tagging(highlight, a_stance(project, "for"), by="ben", target=an_entity(project, "Order & 14"), memo="See ¶ 2.")
    actions.write_note(highlight=highlight, author=a_user("ben"), text="Says <who>?")
    url = address("highlight", project, highlight.uid)
    panels = {name: parsed(client_of(name).get(url).text) for name in ("anna", "ben", "rita")}
    for body in panels.values():
        words = " ".join(text_of(body).split())
        assert all(said in words for said in ("Anna", "<Quays>", "For", "Order & 14", "See ¶ 2.", "Ben", "Says <who>?"))
    forms = {
        name: ["/".join(form.get("action").strip("/").split("/")[2::2]) for form in body.iter("form")]
        for name, body in panels.items()
    }
    answers = ["notes/replies", "notes/resolve"]
    assert forms["anna"] == ["taggings/delete", *answers, "highlights/notes", "highlights/delete"]
    assert forms["ben"] == ["taggings/delete", "notes/edit", "notes/delete", *answers, "highlights/notes"]
    assert forms["rita"] == []


# --- What is refused


STALE, WRONG = 409, 422


def test_a_passage_too_long_for_a_highlight_says_what_to_do(article, anna):
    response = save(anna, article, {**passage(article, "quay"), "quote": "x" * 200_001})
    assert response.status_code == WRONG and "more than 200,000 characters" in response.text
    assert "Mark it in parts." in response.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"start": -1}, WRONG),
        ({"start": 8, "end": 4}, WRONG),
        ({"start": 4, "end": 4, "quote": ""}, WRONG),
        ({"start": 4, "end": 4}, WRONG),
        ({"end": 10_000}, STALE),
        ({"start": 10_000, "end": 10_004}, STALE),
        ({"start": 2**31, "end": 2**31 + 4}, WRONG),
        ({"start": 10**40, "end": 10**41}, WRONG),
        ({"start": "4.5"}, WRONG),
        ({"start": "four"}, WRONG),
        ({"start": "²"}, WRONG),
        ({"start": ""}, WRONG),
        ({"start": None}, WRONG),
        ({"end": None}, WRONG),
        ({"quote": None}, WRONG),
        ({"quote": ""}, WRONG),
        ({"quote": "Quay"}, STALE),
        ({"quote": " quay"}, STALE),
        ({"quote": "quay "}, STALE),
        ({"start": 5, "end": 9}, STALE),
        ({"version": 2}, STALE),
        ({"version": 0}, WRONG),
        ({"version": ""}, WRONG),
        ({"version": None}, WRONG),
        ({"uid": None}, WRONG),
        ({"uid": ""}, WRONG),
        ({"uid": "0123"}, WRONG),
        ({"uid": "ilouILOU0123"}, WRONG),
        ({"uid": "0123456789a/"}, WRONG),
        ({"uid": "0123456789ab0"}, WRONG),
        ({"tag": "0123456789ab"}, WRONG),
        ({"tag": "'"}, WRONG),
        ({"new_tag": "New"}, WRONG),
        ({"new_tag": "New", "facet": "0123456789ab"}, WRONG),
        ({"quote": "x" * 200_001}, WRONG),
        ({"holder_kind": "nobody"}, WRONG),
        ({"quote": "qu\x00y"}, 400),
        ({"new_tag": "N\x00w"}, 400),
    ],
)
def test_a_bad_passage_is_refused_and_nothing_is_written(article, anna, fields, status):
    before = kept()
    response = save(anna, article, passage(article, "quay", **fields))
    assert (response.status_code, kept()) == (status, before), response.text
    if status != 400:
        (toast,) = parsed(response.text).iter("corpus-toast")
        assert text_of(toast).strip()


def test_offsets_in_the_blank_line_between_paragraphs_are_stale(article, anna):
    end = article.version.text.index("\n\n") + 1
    fields = passage(article, "open.", end=end, quote="open.\n")
    assert save(anna, article, fields).status_code == STALE
    assert not Highlight.objects.exists()


@pytest.mark.parametrize("broken", [b"%ED%A0%BD", b"%F0%9F%9A", b"%00", b"%FF"])
def test_half_a_character_is_refused(article, anna, broken):
    fields = passage(article, "quay")
    body = b"&".join(f"{name}={value}".encode() for name, value in fields.items()) + broken
    url = address("add-highlight", article.project, article.uid)
    response = anna.post(url, body, content_type="application/x-www-form-urlencoded", **SCRIPT)
    assert (response.status_code, Highlight.objects.count()) == (400, 0)


def test_an_offset_inside_a_surrogate_pair_cannot_be_told_by_code_points_and_is_stale(article, anna):
    # A client that counts UTF-16 units lands one further behind the bicycle; the quote finds it out.
    units = len(article.version.text[: article.version.text.index("open")].encode("utf-16-le")) // 2
    assert save(anna, article, passage(article, "open", start=units, end=units + 4)).status_code == STALE


def test_a_new_tag_for_a_stale_passage_is_not_left_behind(project, article, anna):
    before = kept()
    fields = {"new_tag": "New", "facet": facet(project, "theme").uid, "quote": "Quay"}
    assert save(anna, article, passage(article, "quay", **fields)).status_code == STALE
    stance = {"tag": a_stance(project, "for").uid, "new_target": "New", "new_holder": "Newer", "quote": "Quay"}
    assert save(anna, article, passage(article, "quay", **stance)).status_code == STALE
    assert kept() == before


def test_an_id_that_another_passage_has_is_refused(project, article, anna):
    fields = passage(article, "quay", tag=a_tag(project).uid)
    assert save(anna, article, fields).status_code == 200
    before = kept()
    assert save(anna, article, passage(article, "stays", uid=fields["uid"])).status_code == STALE
    assert save(client_of("ben"), article, fields).status_code == STALE
    assert save(anna, an_article(project, *TEXTS), fields).status_code == STALE
    assert kept()[:3] == before[:3]


def test_an_id_may_be_used_again_in_another_project(article, anna):
    fields = passage(article, "quay")
    elsewhere = an_article(a_project(anna=Role.CODER), *TEXTS)
    assert [save(anna, text, fields).status_code for text in (article, elsewhere)] == [200, 200]


@pytest.mark.parametrize(
    "fields",
    [
        {"tag": "stance"},  # needs a target
        {"tag": "theme", "new_target": "Order 14"},
        {"tag": "theme", "new_holder": "Ms. Ellery"},
        {"tag": "theme", "holder_kind": "author"},
        {"new_tag": "New"},
        {"new_tag": "x" * 121, "facet": "theme"},
        {"new_tag": "New", "facet": "stance", "parent": "theme", "new_target": "Order 14"},
        {},
        {"new_tag": "   "},
    ],
)
def test_a_tagging_that_its_facet_does_not_allow_is_refused(project, article, anna, fields):
    uids = {"theme": facet(project, "theme").uid, "stance": facet(project, "stance").uid}
    tags = {"theme": a_tag(project).uid, "stance": a_stance(project, "for").uid}
    said = {name: (uids if name == "facet" else tags).get(value, value) for name, value in fields.items()}
    highlight = a_highlight(article, "quay")
    before = kept()
    assert tag_on(anna, highlight, **said).status_code == WRONG
    if fields:
        assert save(anna, article, passage(article, "stays", **said)).status_code in (200, WRONG)
    assert kept()[1:5] == before[1:5]


def test_an_archived_tag_is_refused(project, article, anna):
    tag = a_tag(project)
    actions.archive_tag(tag=tag, actor=a_user("olga"))
    assert save(anna, article, passage(article, "quay", tag=tag.uid)).status_code == WRONG
    assert not Highlight.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "x" * 20_001])
def test_an_empty_or_endless_note_is_refused(project, article, anna, text):
    highlight = a_highlight(article, "quay")
    assert anna.post(address("write-note", project, highlight.uid), {"text": text}, **SCRIPT).status_code == WRONG
    note = actions.write_note(highlight=highlight, author=a_user("anna"), text="Why?")
    assert anna.post(address("edit-note", project, note.uid), {"text": text}, **SCRIPT).status_code == WRONG
    assert [note.text for note in Comment.objects.all()] == ["Why?"]


# --- Rights


def changing_requests(project, article) -> list[tuple[str, dict]]:
    """Every request that changes something, as its owner would send it."""
    highlight = a_highlight(article, "quay", tags=(a_tag(project),))
    note = actions.write_note(highlight=highlight, author=a_user("anna"), text="Why?")
    return [
        (address("add-highlight", project, article.uid), passage(article, "stays")),
        (address("add-tagging", project, highlight.uid), {"tag": a_tag(project).uid}),
        (address("remove-tagging", project, highlight.taggings.get().uid), {}),
        (address("write-note", project, highlight.uid), {"text": "So?"}),
        (address("edit-note", project, note.uid), {"text": "So."}),
        (address("remove-note", project, note.uid), {}),
        (address("remove-highlight", project, highlight.uid), {}),
        (undo_url(project), {}),
    ]


@pytest.mark.parametrize(("name", "status"), [("rita", 403), ("stan", 404)])
def test_readers_and_strangers_change_nothing(project, article, name, status):
    requests = changing_requests(project, article)
    client, before = client_of(name), kept()
    for url, fields in requests:
        response = client.post(url, fields, **SCRIPT)
        assert (url, response.status_code) == (url, status)
        assert client.get(url).status_code in (404, 405)
    assert kept() == before


def test_a_blind_coder_changes_nothing_of_the_others():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    requests = changing_requests(project, an_article(project, *TEXTS))[1:]
    before = kept()
    for url, fields in requests:
        assert (url, client_of("ben").post(url, fields, **SCRIPT).status_code) == (url, 404)
    assert kept() == before


def test_a_colleague_cannot_take_away_what_another_made(project, article):
    taking = ("/delete/", "/edit/")
    requests = [(url, fields) for url, fields in changing_requests(project, article) if url.endswith(taking)]
    before = kept()
    for url, fields in requests:
        for name in ("ben", "olga"):
            assert (url, client_of(name).post(url, fields, **SCRIPT).status_code) == (url, 403)
    assert kept() == before


def test_nothing_changes_without_a_session_or_a_token(project, article):
    requests = changing_requests(project, article)
    strict, nobody, before = client_of("anna"), client_of("anna"), kept()
    strict.handler.enforce_csrf_checks = True
    nobody.logout()
    for url, fields in requests:
        assert strict.post(url, fields, **SCRIPT).status_code == 403
        assert nobody.post(url, fields, **SCRIPT).status_code == 302
    assert kept() == before


@pytest.mark.parametrize("field", ["tag", "facet", "parent", "target", "holder"])
def test_ids_of_another_project_are_unknown_in_every_field(project, article, anna, field):
    foreign = a_project("Canary project")  # anna is no member
    theirs = {
        "tag": a_tag(foreign, "Canary").uid, "parent": a_tag(foreign, "Canary").uid,
        "facet": facet(foreign, "theme").uid,
        "target": an_entity(foreign, "Canary").uid, "holder": an_entity(foreign, "Canary").uid,
    }
    fields = {
        "tag": {}, "facet": {"new_tag": "New"}, "parent": {"new_tag": "New", "facet": facet(project, "theme").uid},
        "target": {"tag": a_stance(project, "for").uid},
        "holder": {"tag": a_stance(project, "for").uid, "target": an_entity(project, "Order 14").uid},
    }[field] | {field: theirs[field]}
    highlight, before = a_highlight(article, "quay"), None
    before = kept()
    for response in (save(anna, article, passage(article, "stays", **fields)), tag_on(anna, highlight, **fields)):
        assert response.status_code == WRONG and "Canary" not in response.text
    assert kept() == before


def test_ids_of_another_project_in_an_address_are_unknown(project, article):
    elsewhere = a_project(ben=Role.CODER)
    for url, fields in changing_requests(project, article):
        moved = url.replace(f"/projects/{project.slug}/", f"/projects/{elsewhere.slug}/")
        if "/changes/" not in moved:
            assert (moved, client_of("ben").post(moved, fields, **SCRIPT).status_code) == (moved, 404)


# --- Queries, and many at once


def test_saving_and_the_panel_take_the_same_queries_however_much_is_there(project, anna):
    few, many = (an_article(project, *(f"Paragraph {n} of many." for n in range(size))) for size in (10, 60))
    tag = a_tag(project)
    tags = [a_tag(project, f"Tag {n}") for n in range(4)]
    for article, size in ((few, 10), (many, 60)):
        for n in range(size):
            highlight = a_highlight(article, f"graph {n % (size // 2)} of", tags=(tag, tags[n % 4]))
            actions.write_note(highlight=highlight, author=a_user("ben"), text="So?")
    for count in range(5):
        actions.write_note(highlight=many.highlights.first(), author=a_user("ben"), text=f"So {count}?")

    def counted(request) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert request().status_code == 200
        return len(caught)

    saves = [
        counted(lambda text=text: save(anna, text, passage(text, "Paragraph 1 of", tag=tag.uid)))
        for text in (few, many)
    ]
    assert saves[0] == saves[1] <= 30
    panels = [
        counted(lambda text=text: anna.get(address("highlight", project, text.highlights.first().uid)))
        for text in (few, many)
    ]
    assert panels[0] == panels[1] <= 9


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    """Threads with connections of their own, as the server has them."""

    def at_once(self, works) -> list:
        answers, ready = [None] * len(works), threading.Barrier(len(works), timeout=60)

        def run(place, work):
            try:
                ready.wait()
                answers[place] = work()
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def saves(self, article, all_fields) -> list[int]:
        clients = [client_of("anna") for _ in all_fields]
        works = [
            lambda client=client, fields=fields: save(client, article, fields).status_code
            for client, fields in zip(clients, all_fields, strict=True)
        ]
        return self.at_once(works)

    def test_twenty_saves_fired_at_once_are_twenty_highlights(self, project, article):
        tag = a_tag(project)
        last = Change.objects.filter(project=project).last().number
        fields = [passage(article, "quay", tag=tag.uid) for _ in range(20)]
        assert self.saves(article, fields) == [200] * 20
        assert {highlight.uid for highlight in Highlight.objects.all()} == {said["uid"] for said in fields}
        changes = Change.objects.filter(verb="add-highlight").order_by("number")
        assert [change.number for change in changes] == list(range(last + 1, last + 21))
        assert Tagging.objects.count() == 20

    def test_the_same_save_fired_ten_times_at_once_is_one_highlight(self, project, article):
        fields = passage(article, "quay", tag=a_tag(project).uid)
        assert self.saves(article, [fields] * 10) == [200] * 10
        assert (Highlight.objects.count(), Tagging.objects.count()) == (1, 1)

    def test_a_new_tag_and_target_made_by_ten_at_once_are_made_once(self, project, article):
        theme = facet(project, "theme")
        fields = [passage(article, "quay", new_tag="New", facet=theme.uid) for _ in range(5)]
        fields += [passage(article, "quay", tag=a_stance(project, "for").uid, new_target="Order 14") for _ in range(5)]
        assert self.saves(article, fields) == [200] * 10
        assert Highlight.objects.count() == Tagging.objects.count() == 10
        assert (Tag.objects.filter(name="New").count(), Entity.objects.count()) == (1, 1)

    def test_opposite_stances_at_once_leave_one(self, project, article):
        highlight, order = a_highlight(article, "quay"), an_entity(project, "Order 14")
        values = [a_stance(project, value).uid for value in ("for", "against", "neutral")] * 2
        clients = [client_of("anna") for _ in values]
        works = [
            lambda client=client, tag=tag: tag_on(client, highlight, tag=tag, target=order.uid).status_code
            for client, tag in zip(clients, values, strict=True)
        ]
        assert self.at_once(works) == [200] * 6
        assert Tagging.objects.count() == 1
