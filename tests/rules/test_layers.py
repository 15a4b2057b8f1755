"""Who may import whom: the layers of docs/develop/tour.md, and what no module does."""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

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


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def breaking(rule: Callable[[Path], object], modules: Iterable[Path] = MODULES) -> dict[str, object]:
    """The modules of which the rule finds something to say, and what."""
    return {str(path): said for path in modules if (said := rule(path))}


def test_a_module_imports_only_what_lies_below_it():
    def forbidden(path: Path) -> list[str]:
        name = name_of(path)
        kept_from = [one for layer, above in FORBIDDEN.items() if within(name, layer) for one in above]
        return [imported for imported in imports(tree_of(path)) for one in kept_from if within(imported, one)]

    assert breaking(forbidden) == {}


def test_imports_are_absolute_and_at_the_top():
    def elsewhere(path: Path) -> list[int]:
        functions = ast.FunctionDef | ast.AsyncFunctionDef
        inside = [
            node.lineno for scope in ast.walk(tree_of(path)) if isinstance(scope, functions)
            for node in ast.walk(scope) if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        froms = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom)]
        return inside + [node.lineno for node in froms if node.level]

    assert breaking(elsewhere) == {}


def test_views_obtain_objects_at_the_door_only():
    def gets(path: Path) -> list[int]:
        calls = [node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
        shortcuts = {"get_object_or_404", "get_list_or_404"}
        return [
            call.lineno for call in calls
            if (call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")) in shortcuts
            or (isinstance(call, ast.Attribute) and call.attr == "get" and "objects" in ast.unparse(call.value))
        ]

    views = [path for path in MODULES if "views" in path.parts]
    assert len(views) > 50 and breaking(gets, views) == {}


def test_every_module_opens_with_a_sentence():
    def says_nothing(path: Path) -> bool:
        return bool((ROOT / path).read_text().strip()) and not ast.get_docstring(tree_of(path))

    assert breaking(says_nothing) == {}


def test_nothing_is_marked_safe_by_hand():
    """Escaping is Django's; the one class that is markup already is annotations.markup.Html."""
    sources = [*MODULES, *(path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.html"))]
    words = ("mark_safe", "|safe", "SafeString", "autoescape off")
    assert not [(str(path), word) for path in sources for word in words if word in (ROOT / path).read_text()]
    holders = [path for path in MODULES if "__html__" in (ROOT / path).read_text()]
    assert [name_of(path) for path in holders] == ["annotations.markup"]
