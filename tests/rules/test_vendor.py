"""Others' files are exactly those that were reviewed: listed, unchanged, with version and licence."""

import hashlib
import tomllib
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[2] / "static" / "vendor"


def problems(vendor: Path) -> list[str]:
    """What vendor.lock and the folder disagree about."""
    listed = {}
    for package in tomllib.loads((vendor / "vendor.lock").read_text())["package"]:
        folder = f"{package['name']}-{package['version']}"
        listed |= {f"{folder}/{name}": sha256 for name, sha256 in package["files"].items()}
        if not package["licence"] or "LICENSE" not in package["files"]:
            listed |= {f"{folder}/LICENSE": "missing"}
    found = {
        str(path.relative_to(vendor)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.is_file() and path.name != "vendor.lock"
    }
    return sorted(name for name in listed.keys() | found.keys() if listed.get(name) != found.get(name))


def test_every_vendored_file_is_listed_and_unchanged():
    assert problems(VENDOR) == []


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A folder in order: one package of two files."""
    contents = {"a.js": "a", "LICENSE": "free"}
    (tmp_path / "a-1.0").mkdir()
    lines = ["[[package]]", 'name = "a"', 'version = "1.0"', 'licence = "0BSD"', "[package.files]"]
    for name, content in contents.items():
        (tmp_path / "a-1.0" / name).write_text(content)
        lines.append(f'"{name}" = "{hashlib.sha256(content.encode()).hexdigest()}"')
    (tmp_path / "vendor.lock").write_text("\n".join(lines))
    return tmp_path


def test_the_rule_sees_a_changed_a_new_and_a_missing_file(vendor):
    assert problems(vendor) == []
    (vendor / "a-1.0" / "a.js").write_text("b")
    (vendor / "b.js").write_text("b")
    (vendor / "a-1.0" / "LICENSE").unlink()
    assert problems(vendor) == ["a-1.0/LICENSE", "a-1.0/a.js", "b.js"]


def test_the_rule_sees_a_package_without_a_licence(vendor):
    lock = vendor / "vendor.lock"
    lock.write_text(lock.read_text().replace('"0BSD"', '""'))
    assert problems(vendor) == ["a-1.0/LICENSE"]
