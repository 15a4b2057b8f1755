"""annotations.csv: what stands in it, to the byte, on either database; who gets which rows of it."""

import csv
import io
from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations import actions, export, stored
from annotations.exchange.columns import ANNOTATIONS, Flavour
from annotations.exchange.sheet import Sheet
from annotations.filters import PassageFilter
from annotations.models import Comment, Entity, Facet, Highlight, Tag, Tagging
from corpus_app.actions import remove_article, remove_member
from corpus_app.models import Article, Project, Role, User
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity, client_of

pytestmark = pytest.mark.django_db

ANALYSIS = {"flavour": "analysis"}


@pytest.fixture
def project():
    return a_project("Harbour", anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


def address(project: Project) -> str:
    return reverse("annotations:export", args=[project.slug])


def content(project: Project, by: str = "anna", **query: object) -> bytes:
    response = client_of(by).get(address(project), query)
    assert response.status_code == 200
    return b"".join(response)


def rows(project: Project, by: str = "anna", **query: object) -> list[dict[str, str]]:
    return read(content(project, by, **{**ANALYSIS, **query}))


def read(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline=""), strict=True))


def with_fixed_ids_and_times(project: Project) -> Project:
    """What chance and the clock decide, decided: ids count up within their table, times are seconds apart."""
    for model in (Article, Facet, Tag, Entity, Highlight, Tagging):
        for number, pk in enumerate(model.objects.filter(project=project).order_by("pk").values_list("pk", flat=True)):
            model.objects.filter(pk=pk).update(uid=f"{model.__name__.lower():0<10.10}{number:02}")
    for number, user in enumerate(User.objects.order_by("pk")):
        User.objects.filter(pk=user.pk).update(uid=f"c{number:011}")
    for model in (Highlight, Tagging):
        for pk in model.objects.filter(project=project).values_list("pk", flat=True):
            model.objects.filter(pk=pk).update(
                created_at=datetime(2025, 3, 14, 9, 30, 15, 999_999, tzinfo=UTC),
                updated_at=datetime(2025, 3, 14, 23, 59, 59, tzinfo=UTC),
            )
    return project


@pytest.fixture
def motley(project):
    """Everything that has broken a CSV somewhere: quotes, commas, new lines, formulas, emoji, right-to-left."""
    article = an_article(
        project, 'He said: "No; never", twice.', "=1+1 is 🚲 שלום two\tdays.", "- a dash", "@mayor +1",
        title='=HYPERLINK("x")', source="Quay, Inc.", author="R. O'Neil", published="2025-03",
    )
    ban, mayor = an_entity(project, "The ban, 2025"), an_entity(project, "-Mayor")
    sea = a_tag(project, "Sea; shore")
    harbour = a_tag(project, "Cars/bikes", parent=sea)
    both = a_highlight(article, '"No; never", twice.\n\n=1+1', tags=(harbour,))
    stance = a_tagging(both, a_stance(project, "against"), by="ben", target=ban, holder=mayor, holder_kind="quoted")
    Tagging.objects.filter(pk=stance.pk).update(memo="+sure\r\nor not")
    actions.write_note(highlight=both, author=a_user("anna"), text="Why?")
    actions.write_note(highlight=both, author=a_user("anna"), text="=Because")
    a_highlight(article, "=1+1 is 🚲 שלום two\tdays", by="ben")
    return with_fixed_ids_and_times(project)


URL = "http://127.0.0.1:8000/projects/harbour/articles/article00000/#h-"
SPREADSHEET = (
    "\ufeffannotation_id,highlight_id,project,article_id,article_title,article_source,article_author,article_date,"
    "article_version,paragraph_first,paragraph_last,start,end,quote,prefix,suffix,facet,facet_kind,tag_id,tag,"
    "tag_path,value,value_num,target_id,target,holder_id,holder,holder_kind,memo,coder_id,coder,codebook_version,"
    "created_at,updated_at,url,guarded,quote_truncated\r\n"
    '"g-tagging00000","h-highlight000",harbour,"a-article00000","\'=HYPERLINK(""x"")","Quay, Inc.","R. O\'Neil",'
    '2025-03,1,1,2,9,34,"""No; never"", twice. ¶ =1+1","He said: "," is 🚲 שלום two\tdays. ¶ - a dash ¶ @mayor +1",'
    'theme,theme,"t-tag000000004","Cars/bikes","Sea; shore / Cars\\/bikes",,,,,,,,"Why? ¶ =Because",'
    f'"u-c00000000001","coder-2",6,2025-03-14T09:30:15Z,2025-03-14T23:59:59Z,"{URL}highlight000",1,false\r\n'
    '"g-tagging00001","h-highlight000",harbour,"a-article00000","\'=HYPERLINK(""x"")","Quay, Inc.","R. O\'Neil",'
    '2025-03,1,1,2,9,34,"""No; never"", twice. ¶ =1+1","He said: "," is 🚲 שלום two\tdays. ¶ - a dash ¶ @mayor +1",'
    'stance,stance,"t-tag000000000","Against","Against",against,-1,"e-entity000000","The ban, 2025","e-entity000001",'
    '"\'-Mayor",quoted,"\'+sure ¶ or not","u-c00000000002","coder-3",6,2025-03-14T09:30:15Z,2025-03-14T23:59:59Z,'
    f'"{URL}highlight000",3,false\r\n'
    '"h-highlight001","h-highlight001",harbour,"a-article00000","\'=HYPERLINK(""x"")","Quay, Inc.","R. O\'Neil",'
    '2025-03,1,2,2,30,53,"\'=1+1 is 🚲 שלום two\tdays","He said: ""No; never"", twice. ¶ ",". ¶ - a dash ¶ @mayor +1",'
    ',,,,,,,,,,,,,"u-c00000000002","coder-3",,2025-03-14T09:30:15Z,2025-03-14T23:59:59Z,'
    f'"{URL}highlight001",2,false\r\n'
)
VERBATIM = (
    SPREADSHEET.removeprefix("\ufeff").replace(",guarded,quote_truncated", "")
    .replace('"\'=', '"=').replace('"\'-', '"-').replace('"\'+', '"+').replace("+sure ¶ ", "+sure\r\n")
    .replace("Why? ¶ ", "Why?\n").replace(" ¶ ", "\n\n")
    .replace(",1,false\r\n", "\r\n").replace(",2,false\r\n", "\r\n").replace(",3,false\r\n", "\r\n")
)


def test_the_file_for_a_spreadsheet_to_the_byte(motley):
    assert content(motley).decode() == SPREADSHEET


def test_the_file_for_analysis_to_the_byte(motley):
    assert content(motley, **ANALYSIS).decode() == VERBATIM


def test_the_same_data_give_the_same_bytes_whatever_the_batches_and_pieces(motley, monkeypatch):
    whole = content(motley)
    monkeypatch.setattr(stored, "BATCH", 1)
    monkeypatch.setattr(stored, "BLOCK", 1)
    monkeypatch.setattr(export, "LINES", 1)
    assert content(motley) == whole


def test_empty_cells_are_nothing_and_numbers_are_never_guarded(motley):
    _, stance, untagged = rows(motley, flavour="spreadsheet")
    assert stance["value_num"] == "-1" and stance["guarded"] == "3"
    assert [name for name, cell in untagged.items() if not cell] == [
        "facet", "facet_kind", "tag_id", "tag", "tag_path", "value", "value_num", "target_id", "target", "holder_id",
        "holder", "holder_kind", "memo", "codebook_version",
    ]


def test_offsets_are_code_points_that_cut_the_quote_out_of_the_version(motley):
    text = Article.objects.get(project=motley).version.text
    for row in rows(motley):
        start, end = int(row["start"]), int(row["end"])
        assert text[start:end] == row["quote"]
        assert text[:start].endswith(row["prefix"]) and text[end:].startswith(row["suffix"])


def test_without_a_passage_the_file_is_its_header(project):
    assert content(project).decode() == ",".join(column.name for column in ANNOTATIONS).join(("\ufeff", "\r\n"))


# Traps other tools fall into


def test_an_untagged_highlight_is_one_row_and_a_tag_below_another_makes_no_second_row(project):
    article = an_article(project, "One two three")
    below = a_tag(project, "Below", parent=a_tag(project, "Above"))
    a_highlight(article, "One", tags=(below,))
    a_highlight(article, "three")
    assert [(row["quote"], row["tag_path"]) for row in rows(project)] == [("One", "Above / Below"), ("three", "")]


def test_every_tagging_tells_who_made_it_and_when(project):
    highlight = a_highlight(an_article(project, "One"), "One", tags=(a_tag(project),))
    a_tagging(highlight, a_tag(project), by="ben")
    with_fixed_ids_and_times(project)
    found = rows(project)
    assert [row["coder"] for row in found] == ["coder-2", "coder-3"]
    assert {row["created_at"] for row in found} == {"2025-03-14T09:30:15Z"}


def test_two_tags_are_two_rows_and_no_cell_holds_a_list(project):
    a_highlight(an_article(project, "One"), "One", tags=(a_tag(project, "Ships, boats"), a_tag(project, "Cars")))
    assert [row["tag"] for row in rows(project)] == ["Ships, boats", "Cars"]


def test_ids_are_unique_and_start_with_a_letter(motley):
    found = rows(motley)
    assert len({row["annotation_id"] for row in found}) == len(found)
    for column, letter in {"article_id": "a-", "tag_id": "t-", "target_id": "e-", "coder_id": "u-"}.items():
        assert all(not row[column] or row[column].startswith(letter) for row in found)


def test_a_passage_longer_than_a_cell_is_cut_and_says_so(project):
    a_highlight(an_article(project, "x" * 40_000), "x" * 40_000)
    [safe], [whole] = rows(project, flavour="spreadsheet"), rows(project)
    assert (len(safe["quote"]), safe["quote_truncated"]) == (32_000, "true")
    assert whole["quote"] == "x" * 40_000 and "quote_truncated" not in whole


def test_labels_that_readers_take_for_missing_stay_texts_and_values_are_lower_case(project):
    a_tagging(a_highlight(an_article(project, "One"), "One", tags=(a_tag(project, "None"),)), a_stance(project, "for"),
              target=an_entity(project, "NA"))
    none, stance = content(project).decode().splitlines()[1:]
    assert '"None","None"' in none and ',"NA",' in stance
    assert rows(project)[1]["value"] == "for"


# Columns


def test_a_tagging_without_a_memo_shows_its_coders_own_living_notes(project):
    highlight = a_highlight(an_article(project, "One"), "One", tags=(a_tag(project, "A"),))
    a_tagging(highlight, a_tag(project, "B"), by="ben", memo="Mine")
    for name, text in (("anna", "First"), ("ben", "Ben's"), ("anna", "Gone"), ("anna", "Second")):
        actions.write_note(highlight=highlight, author=a_user(name), text=text)
    actions.remove_note(note=Comment.objects.get(text="Gone"), actor=a_user("anna"))
    assert [row["memo"] for row in rows(project)] == ["First\nSecond", "Mine"]


def test_coders_have_pseudonyms_unless_their_names_are_asked_for(project):
    a_highlight(an_article(project, "One"), "One")
    assert [rows(project)[0]["coder"], rows(project, names="1")[0]["coder"]] == ["coder-2", "Anna"]
    assert rows(project, names="0")[0]["coder"] == "coder-2"


def test_a_coder_who_has_left_keeps_pseudonym_and_rows(project):
    a_highlight(an_article(project, "One"), "One", by="ben")
    ben = project.memberships.get(user=a_user("ben"))
    remove_member(membership=ben, actor=a_user("olga"))
    assert [row["coder"] for row in rows(project)] == ["coder-3"]


def test_the_url_opens_the_passage(project):
    highlight = a_highlight(an_article(project, "One"), "One")
    url, _, fragment = rows(project)[0]["url"].partition("#")
    anna = client_of("anna")
    assert anna.get(url).status_code == 200
    beside = anna.get(f"{url}notes/of/{highlight.uid}/").text  # what the page's script asks for
    assert fragment == f"h-{highlight.uid}" and f'id="{fragment}"' in beside


def test_rows_come_by_article_start_end_and_id(project):
    second, first = an_article(project, "One two"), an_article(project, "Three")
    a_highlight(first, "Three")
    a_highlight(second, "two")
    a_highlight(second, "One two", tags=(a_tag(project),))
    a_highlight(second, "One")
    a_highlight(second, "One", by="ben", tags=(a_tag(project, "A"), a_tag(project, "B")))
    found = [(row["quote"], row["coder"], row["tag"]) for row in rows(project)]
    assert [quote for quote, _, _ in found] == ["One", "One", "One", "One two", "two", "Three"]
    assert found[:3] == [("One", "coder-2", ""), ("One", "coder-3", "A"), ("One", "coder-3", "B")]


# Who sees what


def test_a_stranger_finds_nothing_and_a_reader_may_export(project):
    a_user("sam")
    a_highlight(an_article(project, "One"), "One")
    assert client_of("sam").get(address(project)).status_code == 404
    assert len(rows(project, by="rita")) == 1


def test_a_blind_coder_gets_only_own_rows_and_an_owner_all():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article = an_article(project, "One two")
    mine = a_highlight(article, "One", tags=(a_tag(project),))
    a_highlight(article, "two", by="ben", tags=(a_tag(project),))
    a_tagging(mine, a_tag(project), by="olga")
    assert [row["coder"] for row in rows(project, "anna")] == ["coder-2"]
    assert [row["coder"] for row in rows(project, "ben")] == ["coder-3"]
    assert len(rows(project, "olga")) == 3


def test_to_a_blind_coder_a_passage_that_only_others_tagged_is_untagged():
    project = a_project(anna=Role.CODER, blind=True)
    mine = a_highlight(an_article(project, "One"), "One")
    a_tagging(mine, a_tag(project), by="olga")
    actions.write_note(highlight=mine, author=a_user("olga"), text="A secret")
    assert [(row["annotation_id"], row["memo"]) for row in rows(project, "anna")] == [(f"h-{mine.uid}", "")]


def test_other_projects_and_removed_articles_and_highlights_are_left_out(project):
    other = a_project(anna=Role.CODER)
    a_highlight(an_article(other, "Foreign"), "Foreign")
    gone, article = an_article(project, "Gone"), an_article(project, "One two")
    a_highlight(gone, "Gone", tags=(a_tag(project),))
    remove_article(article=gone, actor=a_user("olga"))
    actions.remove_highlight(highlight=a_highlight(article, "two"), actor=a_user("anna"))
    a_highlight(article, "One")
    assert [row["quote"] for row in rows(project)] == ["One"]


# The filter


def test_a_filter_gives_exactly_its_rows(motley):
    everything = rows(motley)
    stance = a_stance(motley, "against")
    assert rows(motley, tag=stance.uid) == rows(motley, value="against") == [everything[1]]
    assert rows(motley, untagged="1") == [everything[2]]
    assert rows(motley, coder=a_user("ben").uid) == everything[1:]
    assert rows(motley, facet="theme", coder=a_user("ben").uid) == []
    assert rows(motley, untagged="1", value="against") == []


def test_a_filter_or_flavour_that_means_nothing_is_a_sentence_and_no_file(project):
    for query, words in (({"tag": "0"}, "no such tag"), ({"flavour": "excel"}, "not “excel”")):
        response = client_of("anna").get(address(project), query)
        assert response.status_code == 422 and words in response.text
        assert response["Content-Type"].startswith("text/html")


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("blind", [False, True])
def test_untagged_highlights_are_found_by_each_highlights_own_index(blind):
    project = a_project(anna=Role.CODER, blind=blind)
    plan = PassageFilter().untagged(a_user("anna"), project).explain()
    _, _, inner = plan.partition("CORRELATED")
    assert "(highlight_id=?)" in inner.splitlines()[1]


# The answer


def test_the_answer_is_a_csv_file_with_a_safe_name(project):
    response = client_of("anna").get(address(project))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    name = response["Content-Disposition"]
    assert name.startswith('attachment; filename="harbour-annotations-20') and name.endswith('.csv"')
    assert response.streaming and "Content-Length" not in response


def test_head_gives_the_headers_alone(project):
    response = client_of("anna").head(address(project))
    assert response.status_code == 200 and response["Content-Type"].startswith("text/csv")
    assert b"".join(response) == b"" if response.streaming else response.content == b""


def pieces(project: Project, flavour: Flavour = Flavour.SPREADSHEET):
    return export.annotations_csv(project=project, user=a_user("anna"), found=PassageFilter(), flavour=flavour)


@pytest.mark.parametrize("text", ["\\N", "\\", "a\\tb", "tab\there", "\b\f\v\r\n", "\\\n\\", "🚲\\é"])
def test_every_text_comes_back(project, text):
    quote = f"x{text}x"
    tagging = a_tagging(a_highlight(an_article(project, f"{text}{quote}{text}"), quote), a_tag(project), memo=text)
    [row] = read(b"".join(pieces(project, Flavour.ANALYSIS)))
    assert (row["quote"], row["prefix"], row["suffix"], row["memo"]) == (quote, text, text, tagging.memo)


HOSTILE = (
    "=1", "+1", "-1", "@x", "\t=", "\r\nx", "\n\nx", "'=1", "''", "'tis", "\uff1d1", "\uff0b", "\uff0d", "\uff20", "",
    "a", "\\", "\\n", "a\n\n\nb\n", "a\rb\n", 'say "x"', '"', '""', ",", "[1]", '","', "🚲\u202eשלום",
    "\ufeff\x07\x1b\x7f\u2028", "\b\f\v", "x" * 8_001, "=" * 40_000, "🚲" * 20_000,
)


@pytest.mark.parametrize("flavour", Flavour)
def test_hostile_texts_make_the_cells_that_the_sheet_makes(project, flavour):
    like, sheet = a_highlight(an_article(project, "One"), "One"), Sheet(flavour)
    same = {name: getattr(like, f"{name}_id") for name in ("project", "article", "version", "author")}
    expected = []
    for number, quote in enumerate(HOSTILE, 10):
        prefix, suffix = (HOSTILE[(number * step) % len(HOSTILE)][:60] for step in (5, 7))
        Highlight.objects.create(
            **{f"{name}_id": pk for name, pk in same.items()}, start=number, end=number + 1, first_paragraph=1,
            last_paragraph=1, quote=quote, prefix=prefix, suffix=suffix,
        )
        csv, guarded, cut = sheet.texts(quote, prefix, suffix)
        marks = f",{guarded},{str(cut).lower()}" if sheet.is_safe else ""
        expected.append((f",1,1,{number},{number + 1},{csv},,,,,,,,,,,,,,", f'"{marks}\r\n'))
    file = b"".join(pieces(project, flavour)).decode()
    for cells, end in expected:
        _, is_there, after = file.partition(cells)
        assert is_there and after[: after.index("#h-") + 32].partition("#h-")[2][12:].startswith(end), cells


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_a_slow_reader_holds_no_transaction_and_gets_the_same_bytes(motley, monkeypatch):
    monkeypatch.setattr(export, "LINES", 1)
    monkeypatch.setattr(stored, "BLOCK", 1)
    with closing(pieces(motley)) as quick:
        next(quick), next(quick)
        assert connection.in_atomic_block
    whole = content(motley)
    monkeypatch.setattr(stored, "PATIENCE", -1_000)
    slow = pieces(motley)
    start = next(slow) + next(slow) + next(slow)
    assert not connection.in_atomic_block
    Tagging.objects.all().delete()
    assert start + b"".join(slow) == whole


def test_the_header_comes_before_any_query(project, django_assert_num_queries):
    a_user("anna")
    with django_assert_num_queries(1):  # a_user's own
        assert next(pieces(project)).startswith(b"\xef\xbb\xbfannotation_id,")


def test_closing_the_generator_ends_the_queries(motley, monkeypatch):
    monkeypatch.setattr(stored, "BATCH", 1)
    monkeypatch.setattr(stored, "BLOCK", 1)
    stream = pieces(motley)
    next(stream), next(stream)
    with CaptureQueriesContext(connection) as after:
        stream.close()
    assert not [query for query in after.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert list(stream) == []


def test_the_number_of_queries_does_not_grow_with_the_rows(project):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            content(project)
        return len(asked)

    def add(count: int) -> None:
        for number in range(count):
            article = an_article(project, "One two")
            a_tagging(a_highlight(article, "One", tags=(a_tag(project, f"Tag {number}"),)), a_stance(project, "for"),
                      target=an_entity(project, f"Entity {number}"))
            actions.write_note(highlight=a_highlight(article, "two", by="ben"), author=a_user("ben"), text="Note")

    add(2)
    few = queries()
    add(10)
    assert queries() == few


# The page before it


def test_the_page_counts_the_rows_and_hands_the_filter_on(motley):
    page = client_of("rita").get(reverse("annotations:export-page", args=[motley.slug]), {"value": "against"}).text
    assert "<b>1</b> row," in page and '<input type="hidden" name="value" value="against">' in page
    assert f'action="{address(motley)}"' in page


def test_the_page_explains_a_filter_that_means_nothing(project):
    response = client_of("rita").get(reverse("annotations:export-page", args=[project.slug]), {"coder": "nobody"})
    assert response.status_code == 422 and "There is no such coder" in response.text
    assert address(project) not in response.text  # without the wrong part it would be too many rows
