"""Fetching a page: only the public internet is asked. A fake resolver and connector lead to a server on loopback."""

import gzip
import io
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from corpus_app.fetching.addresses import NotFetched, is_public, place_of
from corpus_app.fetching.fetch import MOST, PIECE, Fetching, Page, secured, unpacked

HERE, OTHER = "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"
PAGE = b"<html><body><p>Nobody has parked on the quay.</p></body></html>"


def answer(body: bytes = PAGE, status: str = "200 OK", **headers: str) -> bytes:
    said = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in said.items() if value)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def moved(to: str) -> bytes:
    return answer(b"", "302 Found", Location=to)


class Site:
    """Answers on loopback, by path; notes what was resolved, connected to, secured and asked."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.answers: dict[str, bytes | Callable[[socket.socket], None]] = {}
        self.names = {"gull.example": [HERE], "tide.example": [OTHER, HERE]}
        self.resolved: list[str] = []
        self.connected: list[tuple[str, int]] = []
        self.secured: list[str] = []
        self.requests: list[str] = []
        self.over: Callable[[socket.socket], None] | None = None  # in place of the answers
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.reply, args=(connection,), daemon=True).start()

    def reply(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):  # nobody listens any more: that is what some tests are about
            if self.over:
                return self.over(connection)
            said = connection.recv(65_536).decode()
            self.requests.append(said)
            found = self.answers[said.split()[1]]
            found(connection) if callable(found) else connection.sendall(found)

    def fetching(self, **more: float) -> Fetching:
        return Fetching(self.resolve, self.connect, self.secure, **more)

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        return self.names.get(host, [host])

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((address, port))
        return socket.create_connection(self.listener.getsockname(), seconds)

    def secure(self, plain: socket.socket, host: str) -> socket.socket:
        self.secured.append(host)
        return plain


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.listener.close()


def refused(site: Site, url: str, **more: float) -> str:
    with pytest.raises(NotFetched) as problem:
        site.fetching(**more).page(url)
    return str(problem.value)


def test_a_page_is_asked_from_the_very_address_that_was_checked(site, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    site.answers["/a%20b/%C3%A4?q=1"] = answer(Content_Type="text/html; charset=Windows-1252")
    page = site.fetching().page("https://GULL.example/a%20b/ä?q=1#place")
    url = "https://gull.example/a%20b/%C3%A4?q=1"
    assert page == Page(url, "gull.example/a%20b/%C3%A4.html", PAGE, "windows-1252")
    assert (site.resolved, site.connected, site.secured) == (["gull.example"], [(HERE, 443)], ["gull.example"])
    request = site.requests[0].lower()
    assert "\r\nhost: gull.example\r\n" in request and "cookie" not in request and "authorization" not in request


def test_up_to_three_redirects_are_followed_and_each_is_checked(site):
    site.answers = {"/1": moved("/2"), "/2": moved("//tide.example/3"), "/3": moved("https://gull.example:443/4")}
    site.answers["/4"] = answer(b"Text", Content_Type="text/plain")
    page = site.fetching().page("http://gull.example/1")
    assert (page.url, page.name, page.content) == ("https://gull.example/4", "gull.example/4.txt", b"Text")
    assert site.resolved == ["gull.example", "gull.example", "tide.example", "gull.example"]
    assert site.connected[2] == (OTHER, 80) and site.secured == ["gull.example"]
    site.answers["/4"] = moved("/5")
    assert "more than three times" in refused(site, "http://gull.example/1")


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://inside.example/", "http://mixed.example/", "http://localhost/",
        "http://169.254.169.254/latest/", "https://[64:ff9b::7f00:1]/", "file:///etc/passwd", "gopher://gull.example/",
        "http://gull.example:8080/", "http://user:secret@gull.example/", "http://2130706433/", "http://zone.example/",
    ],
)  # fmt: skip
def test_neither_an_address_nor_a_redirect_leads_inside(site, to):
    site.names |= {"inside.example": ["10.0.0.1"], "mixed.example": [HERE, "192.168.0.1"], "localhost": ["127.0.0.1"],
                   "zone.example": ["fe80::1%eth0"]}  # fmt: skip
    site.answers["/"] = moved(to)
    assert refused(site, to) and not site.connected
    assert refused(site, "http://gull.example/") and site.connected == [(HERE, 80)]


def test_what_resolves_to_something_else_the_second_time_is_never_asked_a_second_time(site):
    turns = iter([[HERE], ["127.0.0.1"]])
    site.resolve = lambda host, port: next(turns)
    site.answers["/"] = answer()
    assert site.fetching().page("http://gull.example/").content == PAGE
    assert site.connected == [(HERE, 80)]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.1/", "http://0x7f000001/", "http://0177.0.0.1/", "http://0/", "http://134744072/",
        "http://1.2.3.4.5/", "http://[::ffff:127.0.0.1%251]/", "http://gull.example\\@127.0.0.1/",
        "http://gull .example/", "http://gull.example\t/", "//gull.example/", "gull.example", "", "http://", "http:///a",
        "javascript:alert(1)", "http://gull.example:99999/", "http://[::1", "http://a..b/", "http://gull_\u0000/",
        "http://user@gull.example/", "http://%31%32%37.0.0.1/", f"http://gull.example/{'a' * 1000}",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused_before_anything_is_resolved(url):
    with pytest.raises(NotFetched):
        place_of(url)


def test_names_of_other_scripts_and_ip_addresses_have_one_spelling():
    assert place_of("http://m\u00f6wen.example./x").host == "xn--mwen-5qa.example"
    assert place_of("http://\uff18.8.8.8/").host == "8.8.8.8"
    assert place_of("https://[2606:2800:0220::1946]:80/").named == "[2606:2800:220::1946]:80"


def test_only_addresses_of_the_internet_are_public_also_when_wrapped():
    inside = (
        "127.0.0.1 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.1 192.0.2.1 198.18.0.1 "
        "198.51.100.1 203.0.113.1 224.0.0.1 224.0.1.1 239.1.1.1 240.0.0.1 255.255.255.255 192.88.99.1 "
        ":: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::7f00:1 ::808:808 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::808:808 "
        "2002:7f00:1:: 2002:a00:1:: 2001::1 2001:db8::1 fc00::1 fd12::1 fe80::1 fec0::1 ff02::1 100::1 "
        "2606:4700::5efe:7f00:1 2606:4700::200:5efe:808:808"
    )
    assert [one for one in inside.split() if is_public(one)] == []
    outside = "8.8.8.8 93.184.216.34 2606:2800:220:1::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1"
    assert [one for one in outside.split() if not is_public(one)] == []


def drip(connection: socket.socket) -> None:
    connection.sendall(answer(b"", Content_Length="1000"))
    while True:
        connection.sendall(b"a")
        pause.wait(0.02)


def drip_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        connection.sendall(b"a")
        pause.wait(0.02)


pause = threading.Event()  # never set: a slow site


def test_what_is_slow_is_given_up_when_its_time_is_over_not_each_piece_of_it(site):
    site.answers = {"/body": drip, "/head": drip_head, "/never": lambda connection: pause.wait(3)}
    for path in site.answers:
        assert "did not come within" in refused(site, f"http://gull.example{path}", seconds=0.2), path
    site.resolve = lambda host, port: pause.wait(3) or [HERE]
    assert "did not come within" in refused(site, "http://gull.example/", seconds=0.1)


def test_what_is_too_large_cut_off_packed_or_of_another_kind_is_refused(site):
    bomb = gzip.compress(bytes(MOST + 1))
    chunks = b"FFFFFF\r\n" + bytes(0xFFFFFF) + b"\r\n0\r\n\r\n"
    site.answers = {
        "/said": answer(Content_Length=str(MOST + 1)),
        "/unsaid": answer(bytes(MOST + 1), Content_Length=""),
        "/chunks": answer(chunks, Content_Length="", Transfer_Encoding="chunked"),
        "/bomb": answer(bomb, Content_Encoding="gzip"),
        "/cut": answer(Content_Length="1000"),
        "/cut-gzip": answer(gzip.compress(PAGE)[:-9], Content_Encoding="gzip"),
        "/no-gzip": answer(Content_Encoding="gzip"),
        "/brotli": answer(Content_Encoding="br"),
        "/no-http": b"SSH-2.0-OpenSSH\r\n",
        "/picture": answer(Content_Type="image/png"),
        "/unknown": answer(Content_Type=""),
        "/missing": answer(status="404 Not Found"),
        "/paid": answer(status="402 Payment Required"),
        "/error": answer(status="500 Oh"),
    }
    said = {path: refused(site, f"http://gull.example{path}") for path in site.answers}
    assert len(bomb) < MOST // 100
    assert all("larger than 10 MB" in said[path] for path in ("/said", "/unsaid", "/chunks", "/bomb"))
    assert all("no complete page" in said[path] for path in ("/cut", "/cut-gzip", "/no-gzip", "/brotli", "/no-http"))
    assert all("no page, text or PDF" in said[path] for path in ("/picture", "/unknown"))
    assert ("no page at this address" in said["/missing"], "strangers" in said["/paid"], "500" in said["/error"]) == (
        True, True, True,
    )  # fmt: skip


def test_what_is_packed_by_gzip_is_unpacked(site):
    site.answers["/"] = answer(gzip.compress(PAGE), Content_Encoding="gzip")
    assert site.fetching().page("http://gull.example/").content == PAGE


def test_what_is_packed_tightly_is_never_unfolded_at_once():
    bomb = io.BytesIO(gzip.compress(bytes(3_000_000)))
    answer = SimpleNamespace(getheader=lambda *names: "gzip", read=bomb.read)
    sizes = [len(part) for part in unpacked(answer)]
    assert sum(sizes) == 3_000_000 and max(sizes) <= PIECE


def test_of_several_addresses_the_next_is_asked_where_one_does_not_answer(site):
    ours = site.connect

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        if address == OTHER:
            raise ConnectionRefusedError
        return ours(address, port, seconds)

    site.connect = connect
    site.answers["/"] = answer()
    assert site.fetching().page("http://tide.example/").content == PAGE
    site.names["tide.example"] = [OTHER]
    assert "Nobody answers" in refused(site, "http://tide.example/")


CERTIFICATES = Path(__file__).parent / "certificates"  # of gull.example, by an authority whose key is nowhere


def served_over_tls(connection: socket.socket) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "gull.example.pem")
    with context.wrap_socket(connection, server_side=True) as safe:
        safe.recv(PIECE)
        safe.sendall(answer())


def test_a_real_handshake_takes_the_certificate_of_the_name_by_a_trusted_authority_only(site, monkeypatch):
    site.secure, site.names["other.example"] = secured, [HERE]
    site.over = served_over_tls
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "ca.pem"))
    assert site.fetching().page("https://gull.example/").content == PAGE
    assert "cannot prove who it is" in refused(site, "https://other.example/")
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    assert "cannot prove who it is" in refused(site, "https://gull.example/")
    site.over = lambda connection: connection.sendall(answer())
    assert "cannot prove who it is" in refused(site, "https://gull.example/")
    site.over = lambda connection: pause.wait(1)
    assert "did not come within" in refused(site, "https://gull.example/", seconds=0.2)
