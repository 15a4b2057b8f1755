"""Our JavaScript modules can get hashed names: what collectstatic would trip over is found here, with a name.

Django rewrites imports by regular expressions. They need a semicolon after each import, take text in a comment for
an import, and cannot follow a circle (see corpus_app/static_storage.py). Lines of comment are taken out there.
"""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.management import call_command

from corpus_app.static_storage import COMMENTS

STATIC = Path(__file__).parents[2] / "static"
DEEPEST = 5

DJANGO_SEES = [re.compile(rewrite[0]) for rewrite in HashedFilesMixin._js_module_import_aggregation_patterns[1]]
# A statement at the beginning of a line, to its semicolon or, if there is none, to the end of its line.
STATEMENT = re.compile(
    r"""^(?:import\b(?!\s*\()|export\b[^;(="']*?\bfrom\b)[^;"']*["'](?P<url>[^"']*)["'](?P<end>;?)""", re.M
)
LITERAL = re.compile(r"`(?:\\.|[^`\\])*`")
DYNAMIC = re.compile(r"""\bimport\(\s*["'](?P<url>[^"']*)["']\s*\)""")


def problems(folder: Path) -> list[str]:
    """One sentence for each place where a module in folder breaks a rule."""
    files = {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*.js"))}
    found = []
    graph: dict[str, set[str]] = {}
    for name, text in files.items():
        statements = [*STATEMENT.finditer(text)]
        imported = [match["url"] for match in statements] + [match["url"] for match in DYNAMIC.finditer(text)]
        seen = [match["url"] for pattern in DJANGO_SEES for match in pattern.finditer(text)]
        found += [
            f"{name}: no semicolon after the import of {match['url']}" for match in statements if not match["end"]
        ]
        found += [f"{name}: {url} does not begin with ./" for url in imported if not url.startswith("./")]
        found += [f"{name}: there is no {url}" for url in imported if url[2:] not in files]
        if sorted(seen) != sorted(imported):
            found.append(f"{name}: Django takes {sorted(seen)} for its imports, but they are {sorted(imported)}")
        found += [
            f"{name}: what looks like a comment in {match[0][:40]} would be taken out"
            for match in LITERAL.finditer(text) if re.search(COMMENTS, match[0])
        ]
        graph[name] = {url.removeprefix("./") for url in imported} & files.keys()
    return found + [problem for name in graph if (problem := too_deep(graph, [name]))]


def too_deep(graph: dict[str, set[str]], way: list[str]) -> str:
    """A sentence about a circle, or a way longer than Django follows, that begins with way; else nothing."""
    for name in sorted(graph[way[-1]]):
        if name in way:
            return f"{way[0]}: imports go in a circle: {' > '.join([*way, name])}"
        if len(way) == DEEPEST:
            return f"{way[0]}: imports go deeper than {DEEPEST}: {' > '.join([*way, name])}"
        if problem := too_deep(graph, [*way, name]):
            return problem
    return ""


def test_our_modules_keep_the_rules():
    assert problems(STATIC / "js") == []


def test_our_files_can_be_collected_with_hashed_names(settings: LazySettings, tmp_path: Path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": settings.HASHED_STATIC}}
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    call_command("collectstatic", interactive=False, verbosity=0)
    modules = {path.name for path in (STATIC / "js").rglob("*.js")}
    for collected in tmp_path.glob("js/*.*.js"):
        assert not modules & set(re.findall(r"""from ["']\./([^"']+)""", collected.read_text())), collected.name
        assert not re.search(COMMENTS, collected.read_text()), collected.name


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ('import "./b.js"\nlet a;', "no semicolon"),
        ('import { b } from "./b.js"\nlet a;', "no semicolon"),
        ('import { b } from "/js/b.js";', "does not begin with ./"),
        ('import { b } from "b.js";', "does not begin with ./"),
        ('import "./c.js";', "there is no ./c.js"),
        ('// import { b } from "./b.js";', "Django takes"),
        ("let a = \"import './b.js';\";", "Django takes"),
        ('import { a } from "./a.js";', "in a circle"),
        ("let a = `one\n  // two\n`;", "would be taken out"),
    ],
)
def test_the_rule_sees(tmp_path: Path, script: str, problem: str):
    (tmp_path / "a.js").write_text(script)
    (tmp_path / "b.js").write_text("export const b = 1;\n")
    assert problem in " ".join(problems(tmp_path))


def test_the_rule_sees_a_way_that_is_too_deep(tmp_path):
    for number in range(6):
        (tmp_path / f"{number}.js").write_text(f'import "./{number + 1}.js";\n')
    (tmp_path / "6.js").write_text("")
    assert any("deeper than 5" in problem for problem in problems(tmp_path))


def test_the_rule_allows_every_good_way_to_import(tmp_path):
    statements = [
        'import "./b.js";',
        'import { b } from "./b.js";',
        'import * as all from "./b.js";',
        'import {\n  b as c,\n} from "./b.js";',
        'export { b } from "./b.js";',
        'const later = () => import("./b.js");',
        'export const text = "from";',
    ]
    (tmp_path / "a.js").write_text("\n".join(statements))
    (tmp_path / "b.js").write_text("export const b = 1;\n")
    assert problems(tmp_path) == []
