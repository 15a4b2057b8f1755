"""docs/operate/settings.md names every variable that Corpus reads from its environment, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = re.compile(r"""\bos\.(?:environ(?:\.get|\.setdefault)?|getenv)\s*[\[(]\s*["']([A-Z][A-Z0-9_]*)["']""")
DOCUMENTED = re.compile(r"^\| `([A-Z][A-Z0-9_]*)` \|", re.M)

NOT_FOR_OPERATORS = {"DJANGO_SETTINGS_MODULE"}  # chosen by manage.py


def read_by(text: str) -> set[str]:
    return set(READ.findall(text)) - NOT_FOR_OPERATORS


def documented_in(text: str) -> set[str]:
    return set(DOCUMENTED.findall(text))


def test_every_variable_is_documented_and_every_documented_one_is_read():
    sources = [
        ROOT / "manage.py",
        *(path for app in ("corpus_app", "annotations") for path in (ROOT / app).rglob("*.py")),
    ]
    read = set().union(*(read_by(path.read_text()) for path in sources))
    assert read == documented_in((ROOT / "docs" / "operate" / "settings.md").read_text())


def test_the_rule_sees_every_way_to_read_one():
    text = """os.environ["A"]; os.environ.get('B', 1); os.getenv("C"); os.environ.get( "D_1")"""
    assert read_by(text) == {"A", "B", "C", "D_1"}
    assert documented_in("| `A` | text |\n| not `B` |\n") == {"A"}
