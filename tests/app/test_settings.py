"""What the environment may say, and what Corpus refuses to start with."""

import runpy
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command

from corpus_app.local_key import kept_key

SETTINGS = Path(__file__).parents[2] / "corpus_app" / "settings.py"
KEY = "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NAMES = ("CORPUS_LOCAL", "DATABASE_URL", "DEBUG", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "PORT", "TRUST_PROXY",
         "SIGN_UP", "EMAIL_URL", "EMAIL_FROM", "CONTACT")

Load = Callable[..., dict]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Run the settings in an environment of these variables only."""

    def load(**environment: str) -> dict:
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"VAR_DIR": str(tmp_path), **environment}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return load


def test_without_a_key_it_refuses_and_says_what_to_do(load):
    with pytest.raises(ImproperlyConfigured, match=r"at least 50 random characters.*make run"):
        load()


@pytest.mark.parametrize("key", ["secret", "changeme" * 3, "x" * 80, f"django-insecure-{KEY}"])
def test_a_key_that_can_be_guessed_is_refused(load, key):
    with pytest.raises(ImproperlyConfigured, match="can be guessed"):
        load(SECRET_KEY=key)


def test_a_local_run_makes_a_key_and_keeps_it_to_itself(load, tmp_path):
    made = load(CORPUS_LOCAL="1")["SECRET_KEY"]
    assert load(CORPUS_LOCAL="1")["SECRET_KEY"] == made
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_commands_beside_a_local_run_use_its_key(load):
    made = load(CORPUS_LOCAL="1")["SECRET_KEY"]
    assert load()["SECRET_KEY"] == made


def test_first_starts_at_once_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: kept_key(tmp_path / "secret-key", make=True), range(50)))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


@pytest.mark.parametrize("unsafe", [{"ALLOWED_HOSTS": "example.org,*"}, {"DEBUG": "1"}])
def test_what_is_fine_at_home_is_refused_elsewhere(load, unsafe):
    load(CORPUS_LOCAL="1", **unsafe)
    with pytest.raises(ImproperlyConfigured, match=r"[.]$"):
        load(SECRET_KEY=KEY, **unsafe)


@pytest.mark.parametrize(
    "wrong",
    [
        {"PORT": "http"},
        {"SITE_URL": "corpus.example.org"},
        {"SITE_URL": "https://example.org/corpus"},
        {"DATABASE_URL": "mysql://corpus@localhost/corpus"},
        {"DATABASE_URL": "corpus.sqlite3"},
        {"SIGN_UP": "yes"},
        {"EMAIL_URL": "imap://mail.example"},
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_by_name(load, wrong):
    with pytest.raises(ImproperlyConfigured, match=next(iter(wrong))):
        load(SECRET_KEY=KEY, **wrong)


def test_an_address_we_cannot_use_is_not_repeated_with_its_password(load):
    with pytest.raises(ImproperlyConfigured) as refusal:
        load(SECRET_KEY=KEY, DATABASE_URL="mysql://corpus:hunter2@localhost/corpus")
    assert "hunter2" not in str(refusal.value)


def test_by_default_it_answers_to_its_own_address_only(load):
    settings = load(SECRET_KEY=KEY, SITE_URL="https://corpus.example.org/")
    assert settings["SITE_URL"] == "https://corpus.example.org"
    assert settings["ALLOWED_HOSTS"] == ["corpus.example.org", "localhost", "127.0.0.1", "[::1]"]


def test_the_local_address_follows_the_port(load):
    assert load(SECRET_KEY=KEY, PORT="8123")["SITE_URL"] == "http://127.0.0.1:8123"


def test_cookies_are_bound_to_https_where_the_site_has_it(load):
    at_home, abroad = load(CORPUS_LOCAL="1"), load(SECRET_KEY=KEY, SITE_URL="https://corpus.example.org")
    assert not at_home["SESSION_COOKIE_SECURE"]
    for cookie in "SESSION", "CSRF":
        assert abroad[f"{cookie}_COOKIE_SECURE"]
        assert abroad[f"{cookie}_COOKIE_NAME"].startswith("__Host-")


def test_a_proxy_is_believed_only_when_told_to(load):
    assert "SECURE_PROXY_SSL_HEADER" not in load(SECRET_KEY=KEY)
    assert load(SECRET_KEY=KEY, TRUST_PROXY="1")["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_mail_is_set_by_one_address_and_has_a_sender(load):
    without = load(SECRET_KEY=KEY, SITE_URL="https://corpus.example.org")
    assert not without["SENDS_MAIL"] and without["SIGN_UP"] == "invitation"
    url = "smtp://u:p@mail.example:25"
    with_it = load(SECRET_KEY=KEY, SITE_URL="https://corpus.example.org", EMAIL_URL=url)
    assert with_it["SENDS_MAIL"] and (with_it["EMAIL_HOST"], with_it["EMAIL_PORT"]) == ("mail.example", 25)
    assert with_it["DEFAULT_FROM_EMAIL"] == "Corpus <corpus@corpus.example.org>"


def test_sqlite_gets_the_engine_with_the_queue(load, tmp_path):
    database = load(SECRET_KEY=KEY, DATABASE_URL=f"sqlite:///{tmp_path}/new/corpus.sqlite3")["DATABASES"]["default"]
    assert database["ENGINE"] == "corpus_app.database.sqlite"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert (tmp_path / "new").is_dir()


def test_postgresql_gets_a_pool(load):
    database = load(SECRET_KEY=KEY, DATABASE_URL="postgres://corpus@db/corpus?sslmode=require")["DATABASES"]["default"]
    assert database["ENGINE"] == "corpus_app.database.postgresql"
    assert database["OPTIONS"]["pool"]["max_size"]
    assert database["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("password", ["seven77", "password123", "8412375501"])
def test_a_short_or_common_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_djangos_own_checks_find_nothing():
    call_command("check", fail_level="WARNING")
