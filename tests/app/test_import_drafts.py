"""One draft: every correction shows, can be undone and arrives in the article; saving twice makes one article."""

import pytest
from django.urls import reverse

from corpus_app.actions.bringing import add_draft
from corpus_app.models import Article, ArticleDraft, Change, Paragraph, Role
from tests.factories import a_project, a_user, signed_in

pytestmark = pytest.mark.django_db

STORY = "\n\n".join((
    "The quay is empty",
    "By Ana Lima",
    "12 March 2025",
    "Nobody has parked on the quay since the gulls came back in spring. The people who live there have counted the "
    "days on a wall, and they say that",
    "they do not miss the cars, the noise or the smell.",
    "Nobody at the town hall wanted to be quoted on what comes next. Several people nodded when they were asked, and "
    "one of them shut the door rather loudly behind the man who had asked.",
    "The mayor was seen on a bicycle, which in this town is news enough to fill a page.",
))
HTMX = {"HX-Request": "true"}


@pytest.fixture
def project():
    return a_project("Quay", anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def anna(client):
    signed_in(a_user("anna"), client)
    return client


@pytest.fixture
def draft(project):
    return a_draft(project)


def a_draft(project, content: str | bytes = STORY, name: str = "quay.txt") -> ArticleDraft:
    content = content.encode() if isinstance(content, str) else content
    return add_draft(project=project, added_by=a_user("anna"), name=name, content=content)


def at(draft, name: str = "draft", *more: int) -> str:
    return reverse(name, args=[draft.project.slug, draft.uid, *more])



def article_of(draft) -> str:
    return reverse("annotations:article", args=[draft.project.slug, draft.uid])


def kinds(draft) -> list[str]:
    draft.refresh_from_db()
    return [block["kind"] for block in draft.blocks]


def test_the_preview_shows_blocks_with_kinds_and_asks_before_it_takes_author_or_date(anna, draft):
    assert kinds(draft) == ["title", "meta", "meta", "body", "body", "body"]
    page = anna.get(at(draft)).text
    assert 'value="The quay is empty"' in page
    assert 'value="Ana Lima"' not in page and "<bdi>Ana Lima</bdi>?" in page
    assert 'value="2025-03-12"' not in page and "12 March 2025" in page
    assert page.count('class="mended"') == 1 and "they do not miss" in page


def test_text_is_escaped_wherever_it_is_shown(anna, project):
    nasty = "<img src=x onerror=alert(1)> & {{ title }}"
    draft = a_draft(project, f"{nasty}\n\nBy {nasty}\n\n" + STORY.split("\n\n", 3)[3], "<b>.txt")
    page = anna.get(at(draft)).text
    assert "<img src=x" not in page and "&lt;img src=x onerror=alert(1)&gt; &amp; {{ title }}" in page


def test_a_suggestion_is_used_only_when_told_and_what_was_typed_stays(anna, draft):
    anna.post(at(draft, "use-suggestion"), {"title": "My title", "use": "author"})
    draft.refresh_from_db()
    known = draft.metadata
    assert (known["title"], known["author"], known["published"]) == ("My title", "Ana Lima", "")
    fragment = anna.post(at(draft, "use-suggestion"), {"title": "Mine", "use": "published"}, headers=HTMX).text
    assert fragment.lstrip().startswith("<form") and 'value="2025-03-12"' in fragment and 'value="Mine"' in fragment


def test_a_value_that_was_never_suggested_is_not_taken(anna, draft):
    anna.post(at(draft, "use-suggestion"), {"title": "T", "use": "url"})
    draft.refresh_from_db()
    assert draft.metadata["url"] == ""


def test_another_kind_brings_its_role_and_reaches_the_article(anna, draft):
    page = anna.post(at(draft, "set-kind", 6), {"kind": "boilerplate"})
    assert page.url == at(draft) + "#b6"
    anna.post(at(draft, "set-kind", 4), {"kind": "reference"})
    anna.post(at(draft), {"title": "The quay"})
    stored = Paragraph.objects.values_list("kind", "role")
    assert list(stored) == [
        ("title", "content"), ("meta", "meta"), ("meta", "meta"), ("reference", "reference"), ("body", "content"),
        ("boilerplate", "boilerplate"),
    ]


def test_with_script_a_new_kind_answers_with_that_paragraph_and_the_counts(anna, draft):
    fragment = anna.post(at(draft, "set-kind", 6), {"kind": "boilerplate"}, headers=HTMX).text
    assert 'id="b6"' in fragment and 'id="b5"' not in fragment
    assert 'id="state" hx-swap-oob' in fragment and "not article" in fragment


def test_a_paragraph_marked_as_title_is_suggested_for_it(anna, draft):
    anna.post(at(draft, "set-kind", 1), {"kind": "heading"})
    anna.post(at(draft, "set-kind", 5), {"kind": "title"})
    page = anna.get(at(draft)).text
    assert "The paragraph that you marked as the title." in page
    anna.post(at(draft, "use-suggestion"), {"use": "title"})
    draft.refresh_from_db()
    assert draft.metadata["title"].startswith("Nobody at the town hall")


def test_a_mended_page_break_is_split_again(anna, draft):
    anna.post(at(draft, "undo-join", 4, 0))
    draft.refresh_from_db()
    texts = [block["text"] for block in draft.blocks]
    assert texts[3].endswith("say that") and texts[4].startswith("they do not miss")
    assert anna.post(at(draft, "undo-join", 4, 0)).status_code == 409


def test_two_paragraphs_are_joined_with_a_space_and_the_join_is_kept(anna, draft):
    first, second = (block["text"] for block in draft.blocks[4:6])
    anna.post(at(draft, "join-paragraphs", 5))
    anna.post(at(draft), {"title": "The quay"})
    last = Paragraph.objects.last()
    assert last.text == f"{first} {second}" and last.joins == [len(first)]


def test_a_paragraph_is_split_at_any_place_and_without_one_shows_where_it_can_be(anna, draft):
    text = draft.blocks[4]["text"]
    place = text.index("Several")
    shown = anna.post(at(draft, "split-paragraph", 5))
    assert shown.url == at(draft) + "?split=5#b5"
    page = anna.get(shown.url).text
    assert page.count('class="mended cut"') == 1 and f'name="at" value="{place}"' in page and "leave it whole" in page
    assert 'class="mended cut"' in anna.post(at(draft, "split-paragraph", 5), headers=HTMX).text
    assert anna.post(at(draft, "split-paragraph", 5), {"at": place}).url == at(draft) + "#b5"
    draft.refresh_from_db()
    first, second = draft.blocks[4:6]
    assert (first["text"], second["text"]) == (text[:place].rstrip(), text[place:])
    assert first["lines"] == second["lines"]
    for wrong, status in (("0", 409), ("99999999", 409), ("-1", 422), ("\u0663", 422), ("1.5", 422), ("9" * 5000, 422)):
        assert anna.post(at(draft, "split-paragraph", 5), {"at": wrong}).status_code == status, wrong
    anna.post(at(draft, "undo-correction"))
    draft.refresh_from_db()
    assert draft.blocks[4]["text"] == text and len(draft.blocks) == 6


def test_every_correction_can_be_undone_one_after_the_other(anna, draft):
    before = draft.blocks
    anna.post(at(draft, "set-kind", 4), {"kind": "quote"})
    anna.post(at(draft, "undo-join", 4, 0))
    anna.post(at(draft, "join-paragraphs", 5))
    for _ in range(4):
        assert anna.post(at(draft, "undo-correction"), headers=HTMX).status_code == 200
    draft.refresh_from_db()
    assert draft.blocks == before and draft.steps == []


@pytest.mark.parametrize(("name", "more"), [("set-kind", (99,)), ("join-paragraphs", (6,)), ("join-paragraphs", (99,)),
                                            ("undo-join", (4, 7)), ("undo-join", (1, 0)), ("set-kind", (10**30,))])
def test_a_correction_of_what_is_not_there_is_refused_and_changes_nothing(anna, draft, name, more):
    before = kinds(draft)
    for headers in ({}, HTMX):
        answer = anna.post(at(draft, name, *more), {"kind": "title"}, headers=headers)
        assert answer.status_code == 409 and 'id="said"' in answer.text
    assert kinds(draft) == before


def test_an_unknown_kind_is_refused(anna, draft):
    before = kinds(draft)
    for kind in ("", "banner", "TITLE"):
        assert anna.post(at(draft, "set-kind", 1), {"kind": kind}).status_code == 422
    assert kinds(draft) == before


def test_saving_stores_what_was_confirmed_and_leads_to_reading(anna, draft):
    answer = anna.post(at(draft), {"title": "The quay", "author": "Ana Lima", "published": "2025-03", "language": "en"})
    article = Article.objects.get()
    assert answer.url == article_of(draft) and article.uid == draft.uid
    assert (article.title, article.author, article.published, article.source) == ("The quay", "Ana Lima", "2025-03", "")
    assert article.added_by == a_user("anna")
    assert Change.objects.filter(verb="add-article", article=article).count() == 1


def test_a_double_submit_makes_one_article(anna, draft):
    first = anna.post(at(draft), {"title": "The quay"})
    again = anna.post(at(draft), {"title": "The quay"})
    assert first.url == again.url == anna.get(at(draft)).url
    assert Article.objects.count() == 1


def test_a_saved_draft_can_no_longer_be_corrected_or_discarded(anna, draft):
    anna.post(at(draft), {"title": "The quay"})
    for name, more in [("set-kind", (1,)), ("join-paragraphs", (1,)), ("undo-correction", ()), ("discard-draft", ())]:
        assert anna.post(at(draft, name, *more), {"kind": "body"}, headers=HTMX).status_code == 409
    assert anna.post(at(draft, "discard-draft")).url == article_of(draft)
    assert ArticleDraft.objects.count() == Article.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("published", "12 March"), ("published", "2025-02-30"), ("url", "javascript:alert(1)"), ("language", "english!"),
     ("title", "x" * 501), ("author", "x" * 301)],
)
def test_bad_metadata_is_told_beside_its_field_and_nothing_is_saved(anna, draft, field, value):
    page = anna.post(at(draft), {"title": "The quay", "author": "Typed by hand", field: value})
    assert page.status_code == 422 and "errorlist" in page.text and "Nothing has been saved yet" in page.text
    assert "Typed by hand" in page.text or field == "author"
    assert not Article.objects.exists()


def test_save_and_see_the_next_goes_through_the_list(anna, project, draft):
    second, third = (a_draft(project, STORY + name, name) for name in ("b.txt", "c.txt"))
    assert anna.post(at(second), {"title": "B", "next": "1"}).url == at(third)
    assert anna.post(at(third), {"title": "C", "next": "1"}).url == at(draft)
    assert anna.post(at(draft), {"title": "A", "next": "1"}).url == article_of(draft)


def test_an_unknown_encoding_is_chosen_by_sample_never_guessed(anna, project):
    text = "Das \u00d6l f\u00fcr die F\u00e4hre ist gestern \u00fcber das Gel\u00e4nder gelaufen."
    draft = a_draft(project, text.encode("cp1252"))
    page = anna.get(at(draft)).text
    assert not draft.blocks and "F\u00e4hre" in page and 'value="cp1252"' in page and "checked" not in page
    assert anna.post(at(draft), {"title": "T"}).status_code == 409
    for wrong in ("", "utf-7", "koi8-r" if "koi8-r" not in page else "nonsense"):
        assert anna.post(at(draft, "choose-encoding"), {"encoding": wrong}).status_code == 422
    anna.post(at(draft, "choose-encoding"), {"encoding": "cp1252"})
    anna.post(at(draft), {"title": "\u00d6l"})
    assert Paragraph.objects.get().text == text


def test_what_cannot_be_read_can_only_be_discarded(anna, project):
    draft = a_draft(project, b"%PDF-1.7")
    assert draft.problem in anna.get(at(draft)).text
    assert anna.post(at(draft), {"title": "T"}).status_code == 409
    assert anna.post(at(draft, "discard-draft")).url == reverse("drafts", args=["quay"])
    assert not ArticleDraft.objects.exists() and not Article.objects.exists()


def test_a_duplicate_is_told_on_the_draft_and_may_still_be_saved(anna, project, draft):
    anna.post(at(draft), {"title": "First"})
    copy = a_draft(project)
    page = anna.get(at(copy)).text
    assert "This very file is in the project already" in page
    assert article_of(draft) in page
    anna.post(at(copy), {"title": "Second"})
    assert Article.objects.count() == 2


def test_a_draft_is_its_owners_alone(client, draft):
    names = ["draft", "use-suggestion", "undo-correction", "choose-encoding", "discard-draft"]
    for person in ("ben", "olga", "stranger"):
        signed_in(a_user(person), client)
        assert client.get(at(draft)).status_code == 404
        for name in names:
            assert client.post(at(draft, name), {"title": "T"}).status_code == 404
        assert client.post(at(draft, "set-kind", 1), {"kind": "body"}).status_code == 404
    assert kinds(draft)[0] == "title"


def test_somebody_made_a_reader_meanwhile_cannot_go_on(anna, project, draft):
    project.memberships.filter(user=a_user("anna")).update(role=Role.READER)
    assert anna.get(at(draft)).status_code == anna.post(at(draft), {"title": "T"}).status_code == 403
    assert not Article.objects.exists()


def test_a_long_draft_is_shown_in_parts(anna, project):
    sentence = "of a report that nobody will ever read to its very end, as we fear."
    text = "\n\n".join(f"Paragraph {n} {sentence}" for n in range(450))
    draft = a_draft(project, text)
    assert len(draft.blocks) == 450
    page = anna.get(at(draft) + "?page=3").text
    assert "Part 3 of 3" in page and "Paragraph 449 of" in page and "Paragraph 1 of" not in page
    assert anna.post(at(draft, "set-kind", 420), {"kind": "quote"}).url == at(draft) + "?page=3#b420"
    assert anna.get(at(draft) + "?page=" + "9" * 5000).status_code == 200


def test_the_queries_of_a_draft_do_not_grow_with_its_paragraphs(anna, project, draft, django_assert_max_num_queries):
    long = a_draft(project, STORY + "\n\nOne more paragraph that is long enough to be read as prose." * 60, "long.txt")
    counts = set()
    for one in (draft, long):
        with django_assert_max_num_queries(9) as queries:
            anna.get(at(one))
        counts.add(len(queries))
    assert len(counts) == 1
