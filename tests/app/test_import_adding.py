"""Pasting and uploading: every file becomes a draft, bad ones with a sentence, and the list says what to look at."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from corpus_app.actions.bringing import add_draft
from corpus_app.forms import importing
from corpus_app.models import Article, ArticleDraft, Paragraph, Role
from tests.factories import a_project, a_user, an_article, signed_in
from tests.unit.importing import files
from tests.uploads import bring

pytestmark = pytest.mark.django_db

BODY = "\n\n".join(
    f"Paragraph {n} says that nobody has parked on the quay since the gulls came back, and that it is quiet."
    for n in ("one", "two", "three")
)
STORY = f"The quay is empty\n\n{BODY}"
STATED = f"The quay is empty\n\nBy Ana Lima\n\n12 March 2025\n\n{BODY}"


@pytest.fixture
def project():
    return a_project("Quay", anna=Role.CODER, rita=Role.READER)


@pytest.fixture
def anna(client):
    signed_in(a_user("anna"), client)
    return client


def file(content: str | bytes, name: str = "story.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def drafts_page(client, project, query=""):
    return client.get(reverse("drafts", args=[project.slug]) + query)


def test_a_pasted_text_is_shown_before_anything_is_an_article(anna, project):
    page = bring(anna, project, text=STORY.replace("\n", "\r\n"), source="The Gull")
    draft = ArticleDraft.objects.get()
    assert page.redirect_chain == [(reverse("draft", args=["quay", draft.uid]), 302)]
    assert "Paragraph two says" in page.text
    assert draft.metadata["title"] == "The quay is empty" and draft.metadata["source"] == "The Gull"
    assert bytes(draft.content).decode() == STORY
    assert not Article.objects.exists()


def test_a_name_with_quotation_marks_is_shown_as_it_is_on_disk(anna, project):
    bring(anna, project, file(STORY, "it's %22quoted%22 \U0001f986 <b>.txt"))  # as browsers send them
    assert ArticleDraft.objects.get().name == 'it\'s "quoted" \U0001f986 <b>.txt'
    assert "it&#x27;s &quot;quoted&quot; \U0001f986 &lt;b&gt;.txt" in drafts_page(anna, project).text


def test_a_paste_keeps_emoji_combining_marks_and_right_to_left_text_verbatim(anna, project):
    text = (
        "Zoe\u0308 \U0001f6b2\U0001f3f4\u200d\u2620\ufe0f \u201cquoted\u201d\n\n"
        "\u0633\u0645\u064a\u0631\u0629: \u0644\u0627 \u200f\u0623\u0628\u062f"
    )
    bring(anna, project, text=text)
    draft = ArticleDraft.objects.get()
    anna.post(reverse("draft", args=["quay", draft.uid]), {"title": "\U0001f6b2 & <b>"})
    assert "\n\n".join(Paragraph.objects.values_list("text", flat=True)) == text
    assert Article.objects.get().title == "\U0001f6b2 & <b>"


def test_each_bad_file_says_what_to_do_and_the_others_go_on(anna, project):
    bad = {
        "empty.txt": b"", "junk.txt": bytes(range(256)) * 9, "paper.pdf": b"%PDF-1.7 x", "thesis.docx": b"PK\x03\x04 x",
        "large.txt": b"x" * 5_000_001,
    }  # fmt: skip
    page = bring(anna, project, *(file(content, name) for name, content in bad.items()), file(STORY, "good.txt"))
    drafts = {draft.name: draft for draft in ArticleDraft.objects.all()}
    assert set(drafts) == {*bad, "good.txt"}
    assert not drafts["good.txt"].problem and drafts["good.txt"].blocks
    for name in bad:
        assert drafts[name].problem.endswith(".") and drafts[name].problem in page.text
        assert bytes(drafts[name].content) == b""
    assert "office document" in drafts["thesis.docx"].problem
    assert page.text.count("Cannot be read") == len(bad)


def test_bytes_that_cannot_be_stored_are_made_visible_with_a_warning(anna, project):
    bring(anna, project, file(STORY.replace("empty", "emp\x00ty").encode() + "\n\n\ufffe end of it.".encode()))
    draft = ArticleDraft.objects.get()
    assert "\x00" not in str(draft.blocks) and "emp\ufffdty" in str(draft.blocks)
    assert any("control character" in warning for warning in draft.warnings)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>.txt", "\U0001f6b2 & co.txt", "x" * 300 + ".txt"])
def test_a_file_name_is_shown_as_text(anna, project, name):
    page = bring(anna, project, file(STORY, name))
    assert "<script>alert" not in page.text
    assert page.status_code == 200 and ArticleDraft.objects.get().name


def test_a_file_with_many_articles_makes_a_draft_of_each_once(anna, project):
    delivery = file(files.nexis_docx(3), "delivery.docx")
    page = bring(anna, project, delivery, file(STORY))
    drafts = list(ArticleDraft.objects.filter(name="delivery.docx"))
    assert [(draft.position, draft.format) for draft in drafts] == [(1, "docx"), (2, "docx"), (3, "docx")]
    assert [draft.metadata["title"] for draft in drafts] == [f"Harbour {n} loses its last car" for n in (1, 2, 3)]
    assert "Harbour 3 loses its last car" in page.text and "delivery.docx, article 3" in page.text
    assert page.text.count('class="of-file"') == 1 and "3 articles, " in page.text
    bring(anna, project, file(files.nexis_docx(3), "delivery.docx"))
    assert ArticleDraft.objects.count() == 4


def test_the_files_of_an_archive_are_drafts_of_their_own(anna, project):
    latin = "gel\u00f6scht".encode("cp1252")
    archive = files.packed({"a.txt": STORY, "b.html": files.html(STATED), "c.txt": latin, "d.pdf": "%PDF-1.4"})
    page = bring(anna, project, file(archive, "all.zip"))
    drafts = {draft.name: draft for draft in ArticleDraft.objects.all()}
    assert set(drafts) == {f"all.zip/{name}" for name in ("a.txt", "b.html", "c.txt", "d.pdf")}
    assert bytes(drafts["all.zip/a.txt"].content).decode() == STORY
    assert "Take it out of the archive" in page.text and not drafts["all.zip/c.txt"].choices
    assert "Paragraph two" in anna.get(reverse("draft", args=["quay", drafts["all.zip/a.txt"].uid])).text


def test_what_was_read_from_a_page_stands_beside_its_preview_and_becomes_an_article(anna, project):
    page = bring(anna, project, file(files.html("The quay is empty", *STORY.split("\n\n")[1:]), "page.html"))
    draft = ArticleDraft.objects.get()
    assert 'id="l3"' in page.text and draft.blocks[1]["lines"] == [3]
    anna.post(reverse("draft", args=["quay", draft.uid]), {"title": "The quay"})
    assert "Paragraph two says" in Article.objects.get().version.text


def test_a_page_whose_letters_are_not_stated_is_read_as_the_person_says(anna, project):
    page = "<html><body><p>Das \u00d6l der F\u00e4hre.</p></body></html>"
    bring(anna, project, file(page.encode("cp1252"), "a.html"))
    draft = ArticleDraft.objects.get()
    assert draft.choices and not draft.blocks
    page = anna.post(reverse("choose-encoding", args=["quay", draft.uid]), {"encoding": "cp1252"}, follow=True)
    assert "Das \u00d6l der F\u00e4hre." in page.text
    draft.refresh_from_db()
    assert (draft.format, draft.problem) == ("html", "")


def test_a_file_with_more_articles_than_fit_is_told_and_none_is_taken(anna, project, monkeypatch):
    monkeypatch.setattr("corpus_app.actions.bringing.MAX_WAITING", 3)
    page = bring(anna, project, file(files.nexis_docx(4), "delivery.docx"))
    assert "holds 4 articles, and only 3 more drafts can wait" in page.text
    assert ArticleDraft.objects.count() == 1


def test_nothing_at_all_is_told(anna, project):
    page = bring(anna, project, text=" \n ")
    assert page.status_code == 422 and "There is nothing to add yet" in page.text


def test_too_many_files_are_refused_as_a_whole_with_the_number_that_fits(anna, project):
    page = bring(anna, project, *(file("x", f"{n}.txt") for n in range(510)))
    assert page.status_code == 422 and "These are 510 files; 500 fit at once." in page.text
    assert not ArticleDraft.objects.exists()


def test_files_too_large_in_all_are_refused_as_a_whole(anna, project, monkeypatch):
    monkeypatch.setattr(importing, "MAX_TOTAL", 1000)
    page = bring(anna, project, file("x" * 600, "a.txt"), file("x" * 600, "b.txt"))
    assert page.status_code == 422 and "in all" in page.text
    assert not ArticleDraft.objects.exists()


def test_a_paste_beyond_the_limit_is_refused(anna, project):
    page = bring(anna, project, text="word " * 1_000_001)
    assert page.status_code == 422 and "larger than 5 MB" in page.text
    assert not ArticleDraft.objects.exists()


def test_the_same_upload_sent_twice_waits_once(anna, project):
    bring(anna, project, file(STORY), file(STATED, "stated.txt"))
    bring(anna, project, file(STORY), file(STATED, "stated.txt"))
    assert ArticleDraft.objects.count() == 2


def test_the_list_tells_what_is_here_already_and_links_to_it(anna, project):
    bring(anna, project, file(STORY))
    anna.post(reverse("draft", args=["quay", ArticleDraft.objects.get().uid]), {"title": "The first"})
    article = Article.objects.get()
    bring(anna, project, file(STORY), file(STORY.replace("quay", "QUAY"), "loud.txt"), file(STATED, "other.txt"))
    page = drafts_page(anna, project).text
    assert page.count(reverse("annotations:article", args=["quay", article.uid])) == 3
    assert page.count("This very file is in the project already") == 1
    assert page.count("The same text is in the project already") == 1
    assert page.count("It looks like a version of") == 1


def test_a_twin_in_another_project_is_no_ones_business(anna, project):
    an_article(a_project(anna=Role.CODER), *STORY.split("\n\n"))
    bring(anna, project, file(STORY), file(STATED, "other.txt"))
    assert "already" not in drafts_page(anna, project).text


def test_drafts_of_one_delivery_that_say_the_same_or_nearly_are_told_and_can_be_skipped_or_kept(anna, project):
    other = " ".join(f"ferry{number}" for number in range(60))
    near = f"{STORY}\n\nUpdated at noon."
    texts = {"a.txt": STORY, "copy.txt": f"{STORY}\n", "ferry.txt": f"Ferry\n\n{other}.", "near.txt": near}
    page = bring(anna, project, *(file(text, name) for name, text in texts.items())).text
    assert page.count("The same text as") == page.count("It looks like a version of") == 1
    assert "Import 2 of 4" in page and "Same as a draft" in page and "Like a draft" in page
    drafts = {draft.name: draft for draft in ArticleDraft.objects.all()}
    pages = {name: anna.get(reverse("draft", args=["quay", draft.uid])).text for name, draft in drafts.items()}
    first = reverse("draft", args=["quay", drafts["a.txt"].uid])
    assert 'id="elder"' in pages["copy.txt"] and 'id="kin"' in pages["near.txt"] and first in pages["near.txt"]
    assert not any('id="elder"' in pages[name] or 'id="kin"' in pages[name] for name in ("a.txt", "ferry.txt"))
    anna.post(reverse("save-drafts", args=["quay"]))
    page = drafts_page(anna, project).text
    assert "Like one here" in page and "Here already" in page and "Like a draft" not in page


def test_only_drafts_that_need_no_look_are_saved_in_one_go(anna, project):
    bring(anna, project, file(STORY), file(STATED, "stated.txt"), file(b"", "empty.txt"))
    assert "1 ready, 2 to look at" in drafts_page(anna, project).text
    anna.post(reverse("save-drafts", args=["quay"]))
    assert [article.author for article in Article.objects.all()] == [""]
    assert ArticleDraft.objects.waiting().count() == 2


def test_suggestions_shown_in_the_list_can_be_confirmed_together(anna, project):
    bring(anna, project, file(STATED), file("The ferry\n\nIt runs no more, and nobody says why.", "plain.txt"))
    page = drafts_page(anna, project, "?look").text
    assert "Ana Lima" in page and "2025-03-12" in page and "plain.txt" not in page
    anna.post(reverse("confirm-suggestions", args=["quay"]))
    anna.post(reverse("save-drafts", args=["quay"]))
    assert set(Article.objects.values_list("author", "published")) == {("Ana Lima", "2025-03-12"), ("", "")}


def test_unreadable_drafts_are_discarded_together_and_nothing_else(anna, project):
    bring(anna, project, file(STORY), file(b"", "empty.txt"), file("gel\u00f6scht".encode("cp1252"), "latin.txt"))
    anna.post(reverse("discard-drafts", args=["quay"]))
    assert set(ArticleDraft.objects.values_list("name", flat=True)) == {"story.txt", "latin.txt"}


def test_a_crowd_of_drafts_has_a_limit_that_is_told(anna, project, monkeypatch):
    monkeypatch.setattr("corpus_app.actions.bringing.MAX_WAITING", 2)
    bring(anna, project, file(STORY))
    page = bring(anna, project, file(STORY, "b.txt"), file(STORY, "c.txt"))
    assert page.status_code == 422 and "Save or discard some of them" in page.text
    assert ArticleDraft.objects.count() == 1


@pytest.mark.parametrize("name", ["add-articles", "drafts"])
@pytest.mark.parametrize(("person", "status"), [("rita", 403), ("stranger", 404)])
def test_only_those_who_may_add_articles_come_in(client, project, name, person, status):
    signed_in(a_user(person), client)
    assert client.get(reverse(name, args=["quay"])).status_code == status
    assert client.post(reverse("add-articles", args=["quay"]), {"text": STORY}).status_code == status
    assert not ArticleDraft.objects.exists()


def test_the_queries_of_the_list_do_not_grow_with_its_rows(anna, project, django_assert_max_num_queries):
    counts = []
    for size in (2, 12):
        for n in range(size):
            add_draft(project=project, added_by=a_user("anna"), name=f"{n}.txt", content=f"{STORY} {n}".encode())
        with django_assert_max_num_queries(9) as queries:
            assert drafts_page(anna, project).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_files_that_find_no_room_are_counted_and_come_with_the_next_turn(anna, project, monkeypatch):
    monkeypatch.setattr("corpus_app.actions.bringing.MAX_WAITING", 3)
    archive = files.packed({f"{n}.txt": f"Story {n}\n\n{BODY}" for n in range(5)})
    page = bring(anna, project, file(archive, "all.zip"))
    assert "so 2 more files were left out" in page.text and ArticleDraft.objects.count() == 3
    for draft in ArticleDraft.objects.all():
        anna.post(reverse("draft", args=["quay", draft.uid]), {"title": draft.name})
    page = bring(anna, project, file(archive, "all.zip"))
    assert "3 files of it were saved before" in page.text and "left out" not in page.text
    assert sorted(ArticleDraft.objects.waiting().values_list("name", flat=True)) == ["all.zip/3.txt", "all.zip/4.txt"]


def set_many(client, **data):
    return client.post(reverse("set-drafts", args=["quay"]), data, follow=True)


def test_one_source_date_and_language_are_set_for_the_chosen_drafts_only(anna, project):
    bring(anna, project, *(file(f"Story {n}\n\n{BODY}", f"{n}.txt") for n in range(3)), file(b"", "bad.txt"))
    first, second, *_ = ArticleDraft.objects.order_by("id")
    page = set_many(anna, draft=[first.uid, second.uid], source="The Gull", published="2024-05", language="")
    assert "Set for 2 drafts." in page.text
    values = [(one.metadata["source"], one.metadata.get("published")) for one in ArticleDraft.objects.order_by("id")]
    assert values == [("The Gull", "2024-05"), ("The Gull", "2024-05"), ("", None), ("", None)]
    set_many(anna, is_all="on", language="pt-BR")
    assert [one.metadata.get("language") for one in ArticleDraft.objects.order_by("id")] == ["pt-BR"] * 3 + [None]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"source": "The Gull"}, "Choose the drafts by their boxes"),
        ({"is_all": "on"}, "Write the source, date or language"),
        ({"is_all": "on", "published": "soon"}, "Write a date as 2025-10-12"),
        ({"draft": "other", "source": "The Gull"}, "A draft you chose is gone."),
    ],
)
def test_what_cannot_be_set_for_many_is_told_and_nothing_changes(anna, project, data, sentence):
    bring(anna, project, file(STORY), file(STATED, "b.txt"), source="Mine")
    page = set_many(anna, **data)
    assert page.status_code == 422 and sentence in page.text
    assert {draft.metadata["source"] for draft in ArticleDraft.objects.all()} == {"Mine"}


def test_drafts_of_others_cannot_be_set(client, project):
    signed_in(a_user("anna"), client)
    draft = add_draft(project=project, added_by=a_user("anna"), name="a.txt", content=STORY.encode())
    signed_in(a_user("ben"), client)
    assert set_many(client, draft=draft.uid, source="X").status_code == 404
