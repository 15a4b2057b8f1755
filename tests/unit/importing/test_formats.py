"""What each format states is taken over, and what is easily lost in it is kept."""

import pytest

from corpus_app.importing.any_format import read_file
from corpus_app.importing.blocks import Kind, Role
from corpus_app.importing.problems import ImportProblem, Undecodable
from tests.unit.importing import files
from tests.unit.importing.articles import FISHERMEN, MAYOR, TITLE, VOTE
from tests.unit.importing.files import par, run

LOST = "could not be read into this preview"


def one(data: bytes, name: str = ""):
    (draft,) = read_file(data, name)
    assert not any(LOST in warning for warning in draft.warnings)
    return draft


def texts(draft, *kinds: Kind) -> list[str]:
    return [block.text for block in draft.blocks if not kinds or block.kind in kinds]


def test_styles_of_word_say_what_a_paragraph_is():
    draft = one(files.docx(par(TITLE, "Ti"), par(VOTE), par("Below", "Mine"), par(FISHERMEN), par(MAYOR, "Zi")))
    assert [block.kind for block in draft.blocks] == [Kind.TITLE, Kind.BODY, Kind.HEADING, Kind.BODY, Kind.QUOTE]
    assert draft.suggested("title") == TITLE and "Its style is “title”" in draft.blocks[0].reason


def test_text_in_rare_places_of_word_is_kept_once_and_in_order():
    box = par("in a box")
    draft = one(files.docx(
        par("", inside=f"{run('plain ')}<w:ins>{run('inserted ')}</w:ins><w:sdt><w:sdtContent>{run('control ')}"
            f"</w:sdtContent></w:sdt><w:smartTag>{run('smart ')}</w:smartTag><w:fldSimple w:instr='X'>{run('field ')}"
            f"</w:fldSimple><w:hyperlink>{run('link')}</w:hyperlink><w:r><w:tab/><w:noBreakHyphen/></w:r>"
            "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"),
        par("with a box", inside=f"<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{box}</w:txbxContent>"
            f"</mc:Choice><mc:Fallback><w:txbxContent>{box}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"),
        f"<w:sdt><w:sdtContent>{par('in a control of its own')}</w:sdtContent></w:sdt>",
        f"<w:tbl><w:tr><w:tc>{par('cell')}<w:tbl><w:tr><w:tc>{par('inner cell')}</w:tc></w:tr></w:tbl></w:tc></w:tr>"
        "</w:tbl>",
    ))  # fmt: skip
    assert texts(draft) == [
        "plain inserted control smart field link\t\u2011", "in a box", "with a box", "in a control of its own", "cell",
        "inner cell",
    ]  # fmt: skip
    assert any("tracked changes" in warning for warning in draft.warnings)


def test_notes_become_references_and_page_edges_are_greyed():
    notes = files.CONTENT.format(par("See the minutes of 2019."))
    draft = one(files.docx(par(TITLE, "Ti"), par(VOTE), footnotes=notes, header1=files.CONTENT.format(par("Page one"))))
    assert [(block.text, block.role) for block in draft.blocks[2:]] == [
        ("See the minutes of 2019.", Role.REFERENCE), ("Page one", Role.BOILERPLATE),
    ]  # fmt: skip


def test_a_nexis_delivery_gives_all_its_articles_with_what_it_states():
    drafts = read_file(files.nexis_docx(12), "delivery.docx")
    assert [draft.position for draft in drafts] == list(range(1, 13))
    assert len({draft.sha256 for draft in drafts}) == 12
    for number, draft in enumerate(drafts, 1):
        stated = [draft.suggested(field) for field in ("title", "source", "published", "author")]
        day = f"2024-03-{number % 28 + 1:02}"
        assert stated == [f"Harbour {number} loses its last car", f"The Gull {number}", day, "Ana Lima"]
        assert draft.content_words == 40 + 6 and not any("The delivery says" in warning for warning in draft.warnings)
    assert [block.detail for block in drafts[0].blocks[:4]] == ["cover"] * 4


def test_an_article_that_is_shorter_than_its_delivery_says_is_told():
    lines = [text.replace("Length: 40", "Length: 400") for text in files.nexis_article(3)]
    (draft,) = read_file(files.docx(*map(par, lines)))
    assert any("has 400 words; 40 are here" in warning for warning in draft.warnings)


FACTIVA = {
    "html": lambda: files.factiva_html(3),
    "html without codes": lambda: files.html(*(line for n in (1, 2, 3) for line in files.factiva_lines(n))),
    "rtf": lambda: files.rtf(*(line for n in (1, 2, 3) for line in files.factiva_lines(n))),
}


@pytest.mark.parametrize("form", FACTIVA)
def test_a_factiva_delivery_gives_all_its_articles_with_what_it_states(form):
    drafts = read_file(FACTIVA[form](), f"factiva.{form[:4].strip()}")
    for number, draft in enumerate(drafts, 1):
        stated = [draft.suggested(field) for field in ("title", "source", "published", "author")]
        day = f"2024-03-{number % 28 + 1:02}"
        assert stated == [f"Harbour {number} loses its last car", f"The Gull {number}", day, "Ana Lima"]
        assert draft.content_words == 40 + 6 and len(texts(draft, Kind.BODY)) == 2
        assert not any("of the file" in warning or "delivery says" in warning for warning in draft.warnings)
    assert [draft.position for draft in drafts] == [1, 2, 3]


def test_a_page_that_only_mentions_a_document_is_no_delivery():
    draft = one(files.html(TITLE, VOTE, "Document GULL0000202403100001", FISHERMEN))
    assert draft.position == 0 and VOTE in texts(draft)


def test_the_older_text_form_of_nexis_is_split_at_its_numbers():
    def article(number: int) -> str:
        return (
            f"\n                               {number} of 2 DOCUMENTS\n\n                          The Daily Gull\n\n"
            f"                      March {number}, 1999, Monday\n\nCars leave harbour {number}\n\n"
            f"BYLINE: Ana Lima\n\nSECTION: Metro; Pg. 3\n\nLENGTH: 52 words\n\n"
            "The quay of the old harbour is empty again on this Monday, and nobody in town\n"
            "knows why it was ever full of cars that had nowhere else to go in the whole\n"
            "of the long winter. The gulls were asked for a comment, and they had one for\n"
            "everybody who came near with a sandwich.\n\nLOAD-DATE: March 9, 1999\n"
        )

    drafts = read_file((article(1) + article(2)).encode(), "old.txt")
    assert [draft.suggested("title") for draft in drafts] == ["Cars leave harbour 1", "Cars leave harbour 2"]
    assert [draft.suggested("published") for draft in drafts] == ["1999-03-01", "1999-03-02"]
    assert {draft.suggested("source") for draft in drafts} == {"The Daily Gull"}
    assert {draft.suggested("author") for draft in drafts} == {"Ana Lima"}
    body = [block.text for block in drafts[0].blocks if block.kind is Kind.BODY]
    assert len(body) == 1 and "nobody in town knows" in body[0]


def test_opendocument_keeps_spaces_lists_and_notes():
    draft = one(files.odt(
        "<text:h text:outline-level='1'>Council Votes</text:h>",
        "<text:p>two<text:s text:c='2'/>spaces<text:tab/>tab<text:line-break/>line"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body>"
        "</text:note> and the rest of it.</text:p>",
        "<text:list><text:list-item><text:p>an item</text:p></text:list-item></text:list>",
        "<text:p>with <text:span>a span</text:span> inside<office:annotation><text:p>remark</text:p>"
        "</office:annotation>.</text:p>",
    ))  # fmt: skip
    assert texts(draft) == [
        "Council Votes", "two  spaces\ttab\nline and the rest of it.", "an item", "with a span inside.", "A note.",
    ]  # fmt: skip
    assert (draft.blocks[2].kind, draft.blocks[4].kind) == (Kind.LIST_ITEM, Kind.REFERENCE)
    assert any("comments in the margin" in warning for warning in draft.warnings)


def test_a_book_is_read_in_its_order_with_what_it_states():
    first = f"<nav><ol><li>One</li></ol></nav><h1>One</h1><p>{VOTE}</p>"
    draft = one(files.epub(first, f"<h2>Two</h2><p>a&nbsp;b {MAYOR}</p>"))
    assert texts(draft)[1:] == ["One", VOTE, "Two", f"a\u00a0b {MAYOR}"]
    stated = {one.field: one.value for one in draft.suggestions}
    assert (stated["title"], stated["author"], stated["published"]) == ("The Quay", "Ana Lima", "2024-05-06")


def test_rich_text_and_markdown():
    assert texts(one(files.rtf(TITLE, VOTE, "Größe {x} 🎉"))) == [TITLE, VOTE, "Größe {x} 🎉"]
    draft = one(files.markdown("---\ntitle: The Quay\ndate: 2024-05-06\n---", f"# {TITLE}\n{VOTE}", "## More",
                               "> said so\n> and so", "- one"), "a.md")  # fmt: skip
    assert texts(draft)[1:] == [TITLE, VOTE, "More", "said so\nand so", "- one"]
    assert [block.kind for block in draft.blocks[1:]] == [
        Kind.TITLE, Kind.BODY, Kind.HEADING, Kind.QUOTE, Kind.LIST_ITEM,
    ]  # fmt: skip
    assert draft.suggested("published") == "2024-05-06"


def test_a_wrong_extension_does_not_matter():
    assert texts(one(files.docx(par(VOTE)), "story.txt")) == [VOTE]
    assert texts(one(files.html(VOTE), "story.docx")) == [VOTE]
    assert texts(one(files.rtf(VOTE), "story.html")) == [VOTE]


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (files.packed({"[Content_Types].xml": "<x/>", "ppt/slides/slide1.xml": "<x/>"}), "Save its text"),
        (files.packed({"META-INF/encryption.xml": "EncryptedData", "mimetype": "application/epub+zip"}), "protected"),
        (files.docx()[:-40], "damaged"),
        (files.packed({"[Content_Types].xml": "<x/>", "word/document.xml": "<w:x"}), "damaged"),
        (b"<?xml version='1.0'?><rss></rss>", "Save the articles"),
        (b"From: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n", "HTML only"),
        (files.docx(par(" ")), "no text"),
        (b"<html><body><script>x</script></body></html>", "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence_that_helps(data, advice):
    with pytest.raises(ImportProblem, match=advice) as problem:
        read_file(data)
    assert str(problem.value).endswith(".")


def test_a_page_says_in_what_letters_it_is_written_or_a_person_is_asked():
    text = "Das Öl für die Fähre ist gestern über das Geländer gelaufen."
    page = "<html><head>{}</head><body><p>" + text + "</p></body></html>"
    said = page.format("<meta charset=iso-8859-1>").encode("cp1252")
    assert texts(one(said)) == [text]
    with pytest.raises(Undecodable):
        read_file(page.format("").encode("cp1252"))
    assert texts(read_file(page.format("").encode("cp1252"), "", "cp1252")[0]) == [text]
