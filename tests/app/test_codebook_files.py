"""The codebook as a file: out and in again, with a look before, one change and one undo; hostile files are refused."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import etree

from annotations import actions
from annotations.examples import of_texts
from annotations.exchange import codebook_csv, codebook_json, codebook_qdc
from annotations.exchange.outline import SaidCodebook, Unreadable
from annotations.models import Entity, Facet, Tag
from annotations.pages.codebook_files import said_codebook
from annotations.presets import EMPTY, PRESETS
from corpus_app.models import Change, Project, Role
from tests.factories import a_project, a_tag, a_user, an_entity, client_of

pytestmark = pytest.mark.django_db
OWNER = "olga"
SCHEMA = Path(__file__).parents[3] / "shared" / "data" / "refi-qda" / "Codebook.xsd"


def bare(name: str = "Bare") -> Project:
    return actions.start_project(owner=a_user(OWNER), name=name, preset=EMPTY)


def rich() -> Project:
    project = a_project("Rich", anna=Role.CODER)
    olga = a_user(OWNER)
    for key in ("media-frames", "manifesto-pairs"):
        actions.add_preset(project=project, actor=olga, preset=PRESETS[key])
    top = a_tag(project, "=HYPERLINK(1)")
    below = a_tag(project, "Air/land “war”, ‘peace’", parent=top)
    said = {"definition": "=1+1\nSecond line; \"quoted\", 汉字", "use_when": "'-x", "avoid_when": "Not\n\nso"}
    said |= {"brief": "=In short", "examples": of_texts(["=so", "He said “war”"]), "counter_example": "But\nnot"}
    actions.edit_tag(tag=below, actor=olga, pattern="dot", shortcut="aw", **said)
    actions.merge_tags(tags=[a_tag(project, "Old")], into=top, actor=olga)
    an_entity(project, "Harbour board")
    actions.add_facet(project=project, actor=olga, name="Empty", kind="theme", definition="Nothing yet?")
    return project


def url(project: Project, rest: str = "import/") -> str:
    return f"/projects/{project.slug}/tags/{rest}"


def bring(project: Project, content: bytes | str, name: str = "codebook.csv", by: str = OWNER):
    data = content.encode() if isinstance(content, str) else content
    return client_of(by).post(url(project), {"file": SimpleUploadedFile(name, data)})


def confirm(project: Project, preview) -> object:
    hidden = dict(re.findall(r'name="(content|seen)" value="([^"]*)"', preview.text))
    return client_of(OWNER).post(url(project), {name: unescape(value) for name, value in hidden.items()}, follow=True)


def exported(project: Project, kind: str) -> bytes:
    return client_of(OWNER).get(url(project, f"as/{kind}/")).content


def without(said: SaidCodebook, *names: str) -> list:
    return [
        (facet.name, [(tag.path, {n: v for n, v in tag.columns.items() if n not in names and v not in ("", None)})
                      for tag in facet.tags if not tag.columns.get("archived_at")])
        for facet in said.facets
    ]


def test_json_goes_round_to_the_byte():
    content = exported(rich(), "json")
    other = bare()
    response = confirm(other, bring(other, content, "c.json"))
    assert "The file&#x27;s codebook is in the project&#x27;s." in response.text
    assert exported(other, "json") == content
    old = Tag.objects.select_related("replaced_by").get(project=other, name="Old")
    assert old.archived_at and old.replaced_by.name == "=HYPERLINK(1)"


def test_csv_goes_round_but_for_archived_tags_and_entities():
    project, other = rich(), bare()
    content = exported(project, "csv")
    assert "\n=" not in content.decode() and ',"=' not in content.decode() and content.startswith(b"\xef\xbb\xbffacet,")
    confirm(other, bring(other, content))
    here, there = said_codebook(project), said_codebook(other)
    left = ("archived_at", "replaced_by")
    assert without(here, *left) == without(there, *left)
    assert [(f.kind, f.columns) for f in here.facets] == [(f.kind, f.columns) for f in there.facets]


def test_qdc_is_valid_and_goes_round_but_for_lines_values_and_rules():
    project, other = rich(), bare()
    content = exported(project, "qdc")
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(content))
    confirm(other, bring(other, content, "c.qdc"))
    left = ("archived_at", "replaced_by", "value", "value_num", "pattern", "shortcut")
    assert without(said_codebook(project), *left) == without(said_codebook(other), *left)


def test_a_codebook_of_atlas_ti_comes_in():
    project = a_project()
    preview = bring(project, (SCHEMA.parent / "atlas_23_4.qdc").read_bytes(), "atlas.qdc")
    assert "code1" in preview.text and "sets of codes are left out" in preview.text
    confirm(project, preview)
    tag = Tag.objects.get(project=project, name="code1")
    assert (tag.facet.name, tag.definition, tag.colour) == ("Theme", "description", "lime")


def test_it_is_shown_before_done_in_one_change_and_undone_in_one():
    project = a_project()
    trade = a_tag(project, "Trade")
    a_tag(project, "Law")
    before = exported(project, "json")
    sheet = "facet;path;label;definition;colour\r\nTheme;;TRADE;Buying & selling;\r\n"
    sheet += "Theme;Trade;Ports;;teal\r\nNew;;One;;\r\n"
    preview = bring(project, sheet)
    assert Change.objects.filter(project=project, verb="import-codebook").count() == 0
    counts = ("<b>2</b> tags new", "<b>1</b> tag changed", "<b>4</b> not in the file")
    for words in (*counts, "Buying &amp; selling", "a new facet"):
        assert words in preview.text, words
    html = confirm(project, preview).text
    trade.refresh_from_db()
    ports = Tag.objects.select_related("parent").get(project=project, name="Ports")
    assert (trade.name, trade.definition, ports.parent, ports.colour) == ("TRADE", "Buying & selling", trade, "teal")
    assert Change.objects.filter(project=project, verb="import-codebook").count() == 1
    client_of(OWNER).post(re.search(r'action="([^"]*/undo/)"', html).group(1))
    assert exported(project, "json") == before


def test_what_others_have_changed_since_the_look_is_shown_again():
    project = a_project()
    preview = bring(project, "facet,label\nTheme,Trade\n")
    a_tag(project, "Trade")
    hidden = dict(re.findall(r'name="(content|seen)" value="([^"]*)"', preview.text))
    answer = client_of(OWNER).post(url(project), {name: unescape(value) for name, value in hidden.items()})
    assert answer.status_code == 409 and "The codebook has changed since you looked" in answer.text
    assert "There is nothing to import" in answer.text


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="1" name="&b;" isCodable="true"/></Codes></CodeBook>"""
FILE = BOMB.replace(b'<!ENTITY a "aaaa">', b'<!ENTITY a SYSTEM "file:///etc/passwd">')
CODE = '<Code guid="1" name="a" isCodable="true">'
DEEP = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{CODE * 200}{"</Code>" * 200}</Codes></CodeBook>'
JSON = '{"format": "corpus-codebook", "version": 1, "facets": [%s]}'
FACET = '{"name": "A", "kind": "theme", "tags": [%s]}'


@pytest.mark.parametrize("name, content", [
    ("c.qdc", BOMB), ("c.qdc", FILE), ("c.qdc", BOMB.decode().encode("utf-16")), ("c.qdc", DEEP),
    ("c.qdc", "<CodeBook"), ("c.qdc", "<a/>"), ("c.json", "{"), ("c.json", "[" * 50_000),
    ("c.json", '{"format": "other"}'),
    ("c.json", "{" + '"a":{' * 50_000), ("c.json", JSON % "1"), ("c.json", JSON % '{"name": "A"}'),
    ("c.json", JSON % (FACET % '{"path": ["\\u0000"]}')), ("c.json", JSON % (FACET % '{"path": ["\\ud800"]}')),
    ("c.json", JSON % (FACET % '{"path": ["A", "B"]}')), ("c.json", JSON % (FACET % '{"path": []}')),
    ("c.json", JSON % (FACET % '{"path": ["A"], "colour": "mauve"}')),
    ("c.json", JSON % (FACET % '{"path": ["A"], "value_num": true}')),
    ("c.json", JSON % (FACET % '{"path": ["A"], "id": "no id"}')),
    ("c.json", JSON % (FACET % '{"path": ["A"], "archived_at": "2025"}')),
    ("c.json", JSON % (FACET % '{"path": ["A"]}, {"path": ["a"]}')),
    ("c.csv", "name\nA\n"), ("c.csv", 'facet,label\nA,"B\n'), ("c.csv", "facet,label\n,B\n"), ("c.csv", "\x00\x01"),
    ("c.csv", "facet,label\nA,B\nA,b\n"), ("c.csv", f"facet,label\nA,{'x' * 121}\n"),
    ("c.csv", "facet,label,value_num\nA,B,much\n"), ("c.csv", "facet,label,colour\nA,B,mauve\n"), ("c.csv", ""),
    ("c.csv", "facet,label,facet_kind\nA,B,mood\n"), ("c.csv", b"\xff\xfe\x00\xd8"), ("c.csv", b"PK\x03\x04"),
])  # fmt: skip
def test_files_that_harm_or_do_not_fit_are_refused_in_a_sentence(name, content):
    project = a_project()
    before = exported(project, "json")
    answer = bring(project, content, name)
    assert answer.status_code in (422, 409), answer.text
    assert re.search(r'role="alert"', answer.text)
    assert exported(project, "json") == before


def test_ids_of_the_project_are_not_taken_twice():
    project = a_project()
    tag = a_tag(project, "Trade")
    law = f'{{"id": "{tag.uid}", "path": ["Law"]}}'
    content = JSON % f'{{"name": "Other", "kind": "theme", "tags": [{law}]}}'
    confirm(project, bring(project, content, "c.json"))
    law = Tag.objects.get(project=project, name="Law")
    assert law.uid != tag.uid and law.facet.name == "Other"


def test_who_may():
    project = a_project(anna=Role.CODER)
    assert bring(project, "facet,label\nA,B\n", by="anna").status_code == 403
    assert client_of("anna").get(url(project, "as/csv/")).status_code == 200
    assert client_of("anna").get(url(project, "as/exe/")).status_code == 404
    assert "Import a codebook" not in client_of("anna").get(url(project, "")).text


def test_an_empty_codebook_goes_as_csv_and_json_and_says_so_of_qdc():
    project = bare()
    assert "No tags yet" in client_of(OWNER).get(url(project, "")).text
    assert "Make a tag first" in client_of(OWNER).get(url(project, "as/qdc/"), follow=True).text
    assert exported(project, "csv").decode().count("\n") == 1
    assert codebook_json.read(exported(project, "json")) == SaidCodebook(())


def test_only_what_is_said_is_known():
    said = codebook_csv.read("facet\tpath\tlabel\tvalue_num\nView\tA / B\\/C\tD\t-1\n")
    assert [tag.path for tag in said.facets[0].tags] == [("A",), ("A", "B/C"), ("A", "B/C", "D")]
    assert (said.facets[0].kind, said.facets[0].tags[2].columns) == ("stance", {"value_num": -1})
    with pytest.raises(Unreadable):
        codebook_qdc.written(SaidCodebook(()))
    assert not Facet.objects.exists() and not Entity.objects.exists()
