"""What every request and answer passes, tried on views of our own (tests/app/serving_urls.py)."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = pytest.mark.urls("tests.app.serving_urls")

FORM = "application/x-www-form-urlencoded"
NUL_AND_KIN = ["\x00", "\x01", "\x08", "\x0b", "\x0c", "\x0e", "\x1f"]
HALF_A_CHARACTER = b"\xed\xa0\x80"  # U+D800 as UTF-8 would write it if it could
NOT_UTF8 = b"caf\xe9"


def multipart(text: bytes) -> tuple[bytes, str]:
    """A form with this text, as a browser would send it, and its content type."""
    part = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + text + b"\r\n--b--\r\n"
    return part, "multipart/form-data; boundary=b"


def refused(response: object, sentence: str = "no text can hold") -> bool:
    return response.status_code == 400 and sentence in response.text


@pytest.mark.parametrize("character", NUL_AND_KIN)
def test_a_control_character_is_refused_wherever_it_stands(client: Client, character: str):
    text = f"a{character}b"
    assert refused(client.get(f"/echo/%{ord(character):02x}/"))
    assert refused(client.get("/echo/", {"q": text}))
    assert refused(client.get("/echo/", {text: "q"}))
    assert refused(client.post("/echo/", {"text": text}))
    assert refused(client.post("/echo/", {text: "text"}))
    assert refused(client.post("/echo/", f"text=a%{ord(character):02x}b", content_type=FORM))
    assert refused(client.post("/echo/", {"deep": [1, {"text": text}]}, content_type="application/json"))
    assert refused(client.post("/echo/", {"deep": {text: 1}}, content_type="application/json"))


def test_half_a_character_is_refused_wherever_it_stands(client):
    escaped = "%ed%a0%80"
    assert refused(client.get(f"/echo/{escaped}/"), "not encoded as UTF-8")
    assert refused(client.get(f"/echo/?q={escaped}"), "not encoded as UTF-8")
    assert refused(client.post("/echo/", f"text={escaped}", content_type=FORM), "not encoded as UTF-8")
    assert refused(client.post("/echo/", *multipart(HALF_A_CHARACTER)), "not encoded as UTF-8")
    assert refused(client.post("/echo/", r'{"text": "\ud800"}', content_type="application/json"))


def test_what_is_not_utf8_is_refused_and_not_guessed(client):
    assert refused(client.get("/echo/?q=caf%e9"), "not encoded as UTF-8")
    assert refused(client.post("/echo/", *multipart(NOT_UTF8)), "not encoded as UTF-8")
    assert refused(client.post("/echo/", b'{"text": "' + NOT_UTF8 + b'"}', content_type="application/json"), "UTF-8")
    assert refused(client.get("/echo/caf%e9/"), "not encoded as UTF-8")


@pytest.mark.parametrize(
    "text", ["tab\tand\r\nlines", "\x7f\x85", "�", "👩‍🚒 🇨🇭 é", "עברית \u202e", "\ufffe", "+%26=&"]
)
def test_every_other_character_arrives_as_it_was_sent(client: Client, text: str):
    assert client.get("/echo/", {"text": text}).json() == [text]
    assert client.post("/echo/", {"text": text}).json() == [text]
    assert client.post("/echo/", {"text": text}, content_type="application/json").json() == [text]


@pytest.mark.parametrize(
    "document",
    ["{", "[" * 100_000, '{"text": NaN}', '{"text": 1e9999, "offset": Infinity}', '{"start": %s}' % ("9" * 5_000)],
    ids=["open", "deep", "nan", "infinity", "long number"],
)
def test_json_that_no_database_could_hold_is_refused(client: Client, document: str):
    response = client.post("/echo/", document, content_type="application/json")
    assert refused(response, "cannot be read as JSON")


def test_a_files_content_is_not_looked_at(client):
    response = client.post("/echo/", {"file": SimpleUploadedFile("junk.txt", b"\x00\xed\xa0\x80"), "text": "fine"})
    assert response.json() == ["fine"]


def test_what_is_too_large_for_a_form_is_refused_with_a_sentence(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    for content_type in FORM, "application/json":
        response = client.post("/echo/", "text=" + "a" * 2_000, content_type=content_type)
        assert response.status_code == 413
        assert "Send less at once" in response.text


def test_too_many_fields_are_refused(client):
    many = "&".join(f"f{number}=1" for number in range(10_000))
    assert client.post("/echo/", many, content_type=FORM).status_code == 413
    assert client.get(f"/echo/?{many}").status_code == 400


def test_an_answer_may_not_be_stored_and_depends_on_who_asks_for_what(client):
    response = client.get("/echo/")
    assert response["Cache-Control"] == "private, no-store"
    assert {"Cookie", "HX-Request"} <= set(response["Vary"].split(", "))


def test_a_view_may_say_otherwise(client):
    assert client.get("/cacheable/")["Cache-Control"] == "private, max-age=60"


@pytest.mark.parametrize("path", ["/echo/", "/echo/%00/", "/nothing-here/", "/boom/"])
def test_every_answer_carries_the_security_headers(path: str):
    response = Client(raise_request_exception=False).get(path)
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy.pop("img-src") == "'self' data:"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"


def test_a_page_is_compressed_and_a_download_is_not(client):
    accepts = {"headers": {"accept-encoding": "gzip"}}
    assert client.get("/page/", **accepts)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/stream/3/", **accepts)


def test_json_without_a_body_is_left_to_the_view(client):
    assert client.get("/echo/", content_type="application/json").json() == []
    assert json.loads(client.get("/echo/").text) == []
