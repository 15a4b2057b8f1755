"""Who may import whom: the layers of docs/develop/tour.md, and what no module does."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    path.relative_to(ROOT)
    for package in ("corpus_app", "annotations")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
PURE = ("corpus_app.importing", "corpus_app.texts", "corpus_app.partial_dates", "corpus_app.ids",
        "annotations.anchoring", "annotations.segments", "annotations.markup", "annotations.looks",
        "annotations.exchange", "annotations.reanchoring", "annotations.wording")
FORBIDDEN = {
    "corpus_app": ("annotations",),
    "corpus_app.models": ("corpus_app.actions", "corpus_app.forms", "corpus_app.views", "corpus_app.access"),
    "annotations.models": ("annotations.actions", "annotations.forms", "annotations.views", "annotations.access"),
    "corpus_app.actions": ("corpus_app.forms", "corpus_app.views", "corpus_app.access", "django.http"),
    "annotations.actions": ("annotations.forms", "annotations.views", "annotations.access", "django.http"),
    "corpus_app.forms": ("corpus_app.views",),
    "annotations.forms": ("annotations.views",),
    "annotations.pages": ("annotations.views", "annotations.forms"),
    **dict.fromkeys(PURE, ("django", "corpus_app.models", "annotations.models")),
}


def name_of(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def tree_of(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_imports_only_what_lies_below_it(path):
    name, tree = name_of(path), tree_of(path)
    wrong = [
        imported for imported in imports(tree)
        for layer, above in FORBIDDEN.items() if within(name, layer)
        for forbidden in above if within(imported, forbidden)
    ]
    assert not wrong


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_are_absolute_and_at_the_top(path):
    tree = tree_of(path)
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    inside = [
        node.lineno for scope in ast.walk(tree) if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(scope) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inside and not [node.lineno for node in nodes if isinstance(node, ast.ImportFrom) and node.level]


@pytest.mark.parametrize("path", [path for path in MODULES if "views" in path.parts], ids=str)
def test_views_obtain_objects_at_the_door_only(path):
    calls = [node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    gets = [
        call.lineno for call in calls
        if isinstance(call, ast.Attribute) and call.attr == "get" and "objects" in ast.unparse(call.value)
    ]
    assert not gets and not names & {"get_object_or_404", "get_list_or_404"}


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_module_opens_with_a_sentence(path):
    text = (ROOT / path).read_text()
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_nothing_is_marked_safe_by_hand():
    """Escaping is Django's; the one class that is markup already is annotations.markup.Html."""
    sources = [*MODULES, *(path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.html"))]
    words = ("mark_safe", "|safe", "SafeString", "autoescape off")
    assert not [(str(path), word) for path in sources for word in words if word in (ROOT / path).read_text()]
    holders = [path for path in MODULES if "__html__" in (ROOT / path).read_text()]
    assert [name_of(path) for path in holders] == ["annotations.markup"]
