"""Static files as the production server sends them, and their names with a hash."""

import asyncio
import gzip
from pathlib import Path

import brotli
import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from corpus_app.server.files import Files


@pytest.fixture
def files(tmp_path: Path, settings: LazySettings) -> Files:
    source = tmp_path / "source"
    for name, text in {
        "js/app.js": 'import "./part.js";\n',
        "js/part.js": "export {};\n" * 100,
        "a.css": "a{}",
    }.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text)
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": settings.HASHED_STATIC}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return Files()


def ask(files: Files, path: str, **headers: str) -> dict | None:
    sent = []

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {"path": path, "method": "GET", "headers": [(k.encode(), v.encode()) for k, v in headers.items()]}
    if not asyncio.run(files.answer(scope, send)):
        return None
    return {
        "status": sent[0]["status"],
        "headers": {name.decode(): value.decode() for name, value in sent[0]["headers"]},
        "content": b"".join(message.get("body", b"") for message in sent),
    }


def test_a_file_with_its_hash_may_be_kept_for_ever(files):
    hashed = next(path for path in files.index.files if "/app." in path and path.count(".") == 2)
    answer = ask(files, hashed)
    assert "immutable" in answer["headers"]["cache-control"]
    assert answer["headers"]["x-content-type-options"] == "nosniff"
    imported = answer["content"].decode().split('"')[1].removeprefix("./")
    assert imported != "part.js"
    assert ask(files, f"/static/js/{imported}")["status"] == 200


def test_a_file_comes_compressed_as_the_browser_likes_it(files):
    plain = ask(files, "/static/js/part.js")["content"]
    packed = ask(files, "/static/js/part.js", **{"accept-encoding": "gzip, br"})
    assert packed["headers"]["content-encoding"] == "br"
    assert brotli.decompress(packed["content"]) == plain
    packed = ask(files, "/static/js/part.js", **{"accept-encoding": "gzip"})
    assert gzip.decompress(packed["content"]) == plain


def test_a_file_the_browser_has_is_not_sent_again(files):
    etag = ask(files, "/static/js/part.js")["headers"]["etag"]
    again = ask(files, "/static/js/part.js", **{"if-none-match": etag})
    assert (again["status"], again["content"]) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/static/", "/static/nothing.js", "/static/../manage.py", "/static../a.css", "/js/app.js"]
)
def test_nothing_else_is_served_as_a_file(files: Files, path: str):
    assert ask(files, path) is None


def test_with_debug_plain_files_come_from_their_source(settings, tmp_path):
    settings.DEBUG = True
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATIC_ROOT = tmp_path / "not-collected"
    settings.STATIC_ROOT.mkdir()
    (tmp_path / "new.css").write_text("a{}")
    with override_settings(STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"]):
        finders.get_finder.cache_clear()
        assert ask(Files(), "/static/new.css")["content"] == b"a{}"
    finders.get_finder.cache_clear()
