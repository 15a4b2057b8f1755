"""The demo corpus keeps what its README promises."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
COLOURS = {"red", "orange", "amber", "yellow", "lime", "green", "teal", "cyan", "blue", "indigo", "violet", "pink"}
PATTERNS = {"solid", "dash", "dot"}
TARGETS = ["The car ban", "Imogen Tasker", "The harbour shuttle", "The Ropewalk garage"]


def read(name: str) -> list[dict]:
    return json.loads((DEMO / name).read_text(encoding="utf-8"))


def text_of(file: str) -> str:
    """The article as one line: an importer joins wrapped lines with a space, and so does this."""
    return " ".join((DEMO / "articles" / file).read_text(encoding="utf-8-sig").split())


def walk(tags: list[dict], path: list[str]) -> list[tuple[list[str], dict]]:
    found = []
    for tag in tags:
        here = [*path, tag["name"]]
        found += [(here, tag), *walk(tag["children"], here)]
    return found


def span(entry: dict) -> tuple[int, int]:
    """Start and end of the highlight in the text on one line; raises ValueError if a quote is not there."""
    text, start = text_of(entry["file"]), -1
    for _ in range(entry.get("occurrence", 1)):
        start = text.index(entry["quote"], start + 1)
    end = start + len(entry["quote"])
    if "to_quote" in entry:
        end = text.index(entry["to_quote"], end) + len(entry["to_quote"])
    return start, end


ARTICLES = read("articles.json")
FACETS = read("codebook.json")["facets"]
ENTITIES = read("entities.json")
PEOPLE = read("people.json")
HIGHLIGHTS = read("taggings.json")
TAGS = [pair for facet in FACETS for pair in walk(facet["tags"], [facet["name"]])]
TAGGINGS = [tagging for entry in HIGHLIGHTS for tagging in entry["tags"]]
CODERS = [person["email"] for person in PEOPLE if person["role"] == "coder"]


def test_every_article_file_has_its_metadata():
    files = [path.name for path in sorted((DEMO / "articles").iterdir())]
    assert [article["file"] for article in ARTICLES] == files
    assert len(files) == 10
    assert len({article["source"] for article in ARTICLES}) == 5


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["file"])
def test_an_article_has_a_readable_length_and_legal_metadata(article):
    assert 300 <= len(text_of(article["file"]).split()) <= 1200
    assert set(article) == {"file", "title", "source", "author", "published", "url", "language"}
    assert article["title"] and article["source"] and article["author"] and article["language"]
    assert re.fullmatch(r"(\d{4}(-\d\d){0,2})?", article["published"])
    if len(article["published"]) == 10:
        date.fromisoformat(article["published"])
    assert re.fullmatch(r"(https://[a-z]+\.example/\S+)?", article["url"])


def test_the_mess_is_still_there():
    raw = {article["file"][:2]: (DEMO / "articles" / article["file"]).read_bytes() for article in ARTICLES}
    assert raw["02"].startswith(b"\xef\xbb\xbf") and raw["02"].count(b"\n") == raw["02"].count(b"\r\n")
    assert b"\n\n" not in raw["04"]
    assert max(len(line) for line in raw["08"].decode().splitlines()) == 76
    assert re.search(rb"people\n\nleft their cars", raw["09"])
    assert b"What the mud remembers" not in raw["10"]
    assert "سميرة حداد" in raw["03"].decode()
    assert all(emoji in raw["05"].decode() for emoji in ["🚲⚓", "👨‍👩‍👧‍👦", "🏴‍☠️"])


def test_missing_metadata_stays_missing():
    assert [article["file"][:2] for article in ARTICLES if not article["published"]] == ["07"]
    assert [article["file"][:2] for article in ARTICLES if len(article["published"]) == 7] == ["10"]


def test_the_codebook_is_two_facets_with_a_tree_of_themes():
    assert [(facet["name"], facet["kind"]) for facet in FACETS] == [("Theme", "theme"), ("Stance", "stance")]
    depths = Counter(len(path) for path, _ in TAGS if path[0] == "Theme")
    assert depths == {2: 6, 3: 24}
    assert len({tuple(path) for path, _ in TAGS}) == len(TAGS)


def test_no_two_tags_look_alike():
    looks = Counter((tag["colour"], tag["pattern"]) for _, tag in TAGS)
    assert set(looks.values()) == {1}
    assert {colour for colour, _ in looks} <= COLOURS and {pattern for _, pattern in looks} <= PATTERNS


def test_siblings_differ_in_colour():
    families = [tag["children"] for _, tag in TAGS] + [facet["tags"] for facet in FACETS]
    for family in families:
        assert len({tag["colour"] for tag in family}) == len(family)


def test_every_tag_is_defined_in_one_sentence():
    for path, tag in TAGS:
        assert re.fullmatch(r"[A-Z][^.]+\.", tag["definition"]), path
    assert sum("use_when" in tag for _, tag in TAGS) > 0.8 * len(TAGS)


def test_stance_values_are_slugs_with_numbers():
    values = {tag["value"]: tag["value_num"] for path, tag in TAGS if path[0] == "Stance"}
    assert values == {"against": -1, "neutral": 0, "for": 1, "mixed": 0, "unclear": None}


def test_names_and_aliases_mean_one_entity_each():
    names = Counter(name for entity in ENTITIES for name in [entity["name"], *entity["aliases"]])
    assert set(names.values()) == {1}
    assert {entity["kind"] for entity in ENTITIES} == {"policy", "person", "organisation", "place", "group"}
    assert [entity["name"] for entity in ENTITIES][:4] == TARGETS


def test_the_team_has_an_owner_three_coders_and_a_reader():
    assert Counter(person["role"] for person in PEOPLE) == {"owner": 1, "coder": 3, "reader": 1}
    assert PEOPLE[0]["email"] == "demo@corpus.example"


@pytest.mark.parametrize("entry", HIGHLIGHTS, ids=lambda entry: f"{entry['file'][:2]}-{entry['quote'][:20]}")
def test_a_highlight_is_in_its_text_and_uses_what_exists(entry):
    assert set(entry) <= {"file", "coder", "quote", "occurrence", "to_quote", "tags", "note"}
    assert entry["coder"] in CODERS
    start, end = span(entry)
    assert 0 <= start < end
    assert entry["tags"] or entry["note"]
    paths, names = [path for path, _ in TAGS], {entity["name"] for entity in ENTITIES}
    for tagging in entry["tags"]:
        assert tagging["path"] in paths
        if tagging["path"][0] == "Stance":
            assert tagging["target"] in TARGETS
            assert tagging.get("holder", "Bea") in names
            assert tagging["holder_kind"] in {"author", "quoted", "paraphrased"}
        else:
            assert set(tagging) == {"path"}


def test_a_coder_gives_one_stance_per_highlight_and_target():
    stances = Counter(
        (entry["coder"], entry["file"], span(entry), tagging["target"])
        for entry in HIGHLIGHTS
        for tagging in entry["tags"]
        if tagging["path"][0] == "Stance"
    )
    assert set(stances.values()) == {1}


def test_a_coder_marks_the_same_span_once():
    spans = Counter((entry["coder"], entry["file"], span(entry)) for entry in HIGHLIGHTS)
    assert set(spans.values()) == {1}


def test_a_quote_stands_where_it_says():
    """Without an occurrence, a quote is unambiguous: no highlight lands on the wrong twin."""
    for entry in HIGHLIGHTS:
        if "occurrence" not in entry:
            assert text_of(entry["file"]).count(entry["quote"]) == 1, entry["quote"]


def test_there_is_enough_to_show_on_every_page():
    per_coder = Counter(entry["coder"] for entry in HIGHLIGHTS)
    assert set(per_coder) == set(CODERS) and min(per_coder.values()) >= 45
    assert len({(entry["coder"], entry["file"]) for entry in HIGHLIGHTS}) == 3 * len(ARTICLES)
    used = Counter(tuple(tagging["path"]) for tagging in TAGGINGS)
    assert all(used[tuple(path)] >= 2 for path, _ in TAGS)
    taken = {(tagging["target"], tagging["path"][1]) for tagging in TAGGINGS if "target" in tagging}
    assert {(target, stance) for target in TARGETS for stance in ["Against", "Neutral", "For"]} <= taken
    assert len({(e["file"], e["quote"]) for e in HIGHLIGHTS if "to_quote" in e}) >= 4
    assert sum(not entry["tags"] for entry in HIGHLIGHTS) >= 3
    assert sum("note" in entry for entry in HIGHLIGHTS) >= 20


def test_the_coders_do_not_always_agree():
    """On shared spans, some pairs differ in theme and some in stance; and some spans overlap without being equal."""
    themes, stances, overlaps = 0, 0, 0
    for one in HIGHLIGHTS:
        for other in HIGHLIGHTS:
            if one["coder"] >= other["coder"] or one["file"] != other["file"]:
                continue
            (start, end), (start_2, end_2) = span(one), span(other)
            if (start, end) != (start_2, end_2):
                overlaps += start < end_2 and start_2 < end
                continue
            both = [{tuple(t["path"]) for t in e["tags"] if t["path"][0] == "Theme"} for e in (one, other)]
            themes += both[0] != both[1]
            valued = [{t["target"]: t["path"][1] for t in e["tags"] if "target" in t} for e in (one, other)]
            stances += any(valued[0][t] != valued[1][t] for t in valued[0].keys() & valued[1].keys())
    assert themes >= 10 and stances >= 8 and overlaps >= 20
