"""The production server, asked over real connections; its views are those of tests/app/serving_urls.py."""

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import override_settings

from corpus_app.server import body, connections, pages
from corpus_app.server.application import PAGE_THREADS
from corpus_app.server.threads import YOUNG_SECONDS, Threads
from tests.app import serving_urls
from tests.app.serving_urls import CHUNK, Seen
from tests.serving import PATIENCE, Running, start


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Iterator[Running]:
    monkeypatch.setattr(serving_urls, "seen", Seen())
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    with override_settings(ROOT_URLCONF="tests.app.serving_urls", REQUEST_BODY_LIMIT=1_000_000):
        running = start()
        yield running
        serving_urls.seen.go_on.set()
        running.stop()


def until_closed(connection: socket.socket) -> bytes:
    """All that comes before the other side closes, politely or not."""
    received = []
    with suppress(ConnectionResetError):
        while more := connection.recv(65_536):
            received.append(more)
    return b"".join(received)


def test_a_page_comes_with_its_headers_and_cookies(site):
    response, content = site.get("/page/")
    assert (response.status, content) == (200, b"<p>Hello.</p>" * 1_000)
    assert int(response.headers["Content-Length"]) == len(content)
    assert [cookie.partition(";")[0] for cookie in response.headers.get_all("Set-Cookie")] == ["one=1", "two=2"]
    assert "Server" not in response.headers


def test_head_is_answered_without_the_content(site):
    response, content = site.get("/page/", "HEAD")
    assert (response.status, content) == (200, b"")
    assert site.get("/stream/1000000/", "HEAD")[1] == b""
    assert serving_urls.seen.chunks == 0


def test_one_connection_serves_many_requests(site):
    with closing(site.connect()) as connection:
        for _ in range(3):
            connection.request("GET", "/meta/")
            connection.getresponse().read()
            port = connection.sock.getsockname()[1]
        assert connection.sock.getsockname()[1] == port


def test_a_long_header_is_fine_and_an_endless_head_is_not(site):
    assert json.loads(site.get("/meta/", X_A="a" * 16_000)[1])["HTTP_X_A"] == "a" * 16_000
    with site.raw(b"GET /meta/ HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * connections.HEAD_BYTES) as endless:
        endless.sendall(b"a" * 1_000)
        assert until_closed(endless).startswith(b"HTTP/1.1 400 ")


def test_a_head_that_does_not_come_is_not_waited_for(site, monkeypatch):
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.05)
    with site.raw() as silent, site.raw(b"GET /meta/ HT") as half:
        assert until_closed(silent) == b""
        assert until_closed(half) == b""


def test_only_a_trusted_proxy_may_speak_for_others(site):
    forged = {"X_Forwarded_For": "192.0.2.1", "X_Forwarded_Proto": "https"}
    seen = json.loads(site.get("/meta/", **forged)[1])
    assert seen["REMOTE_ADDR"] == "127.0.0.1"
    assert (seen["HTTP_X_FORWARDED_FOR"], seen["HTTP_X_FORWARDED_PROTO"], seen["secure"]) == (None, None, False)
    with override_settings(TRUST_PROXY=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        behind = start()
        seen = json.loads(behind.get("/meta/", **forged)[1])
        behind.stop()
    assert (seen["REMOTE_ADDR"], seen["secure"]) == ("192.0.2.1", True)


def test_behind_a_proxy_that_appends_visitors_do_not_choose_their_address(site):
    with override_settings(TRUST_PROXY=True):
        behind = start()
        seen = json.loads(behind.get("/meta/", X_Forwarded_For="198.51.100.9, 203.0.113.7, 192.0.2.1")[1])
        behind.stop()
    assert seen["REMOTE_ADDR"] == "192.0.2.1"


def test_a_header_cannot_be_forged_with_an_underscore(site):
    with site.raw(b"GET /meta/ HTTP/1.1\r\nHost: localhost\r\nX_A: forged\r\nConnection: close\r\n\r\n") as connection:
        assert b'"HTTP_X_A": null' in until_closed(connection)


def test_the_path_arrives_whole(site):
    assert json.loads(site.get("/meta/")[1])["PATH_INFO"] == "/meta/"
    assert site.get("/echo/%E2%82%AC%20%2F/")[0].status == 404  # an escaped slash is a slash
    assert site.get("/echo/%E2%82%AC/?q=%C3%A9")[1] == b'["\\u00e9"]'
    assert site.get("/echo/%00/")[0].status == 400


def test_an_upload_arrives_whole(site):
    content = b"\x00\xff" * 200_000
    part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + content + b"\r\n--b--\r\n"
    with closing(site.connect()) as connection:
        for body_or_chunks in part, iter([part[:1_000], part[1_000:]]):  # with a length, and chunked
            headers = {"Content-Type": "multipart/form-data; boundary=b"}
            connection.request("POST", "/size/", body_or_chunks, headers, encode_chunked=body_or_chunks is not part)
            assert json.loads(connection.getresponse().read())["files"] == [len(content)]


@pytest.mark.parametrize("announced", [True, False])
def test_a_request_beyond_the_limit_is_refused_with_a_sentence(site: Running, announced: bool):
    with closing(site.connect()) as connection:
        chunks = (b"a" * 100_000 for _ in range(11))
        connection.request("POST", "/size/", b"a" * 1_100_000 if announced else chunks, encode_chunked=not announced)
        response = connection.getresponse()
        assert response.status == 413
        assert b"Send less at once" in response.read()
    assert site.get("/meta/")[0].status == 200


def test_who_asks_before_sending_too_much_need_not_send(site):
    head = b"POST /size/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n"
    with site.raw(head) as connection:
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413 ")


def test_slow_senders_take_no_thread(site):
    head = b"POST /size/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na"
    slow = [site.raw(head) for _ in range(5 * PAGE_THREADS)]
    assert site.get("/meta/")[0].status == 200
    for connection in slow:
        connection.close()


def test_a_sender_who_falls_silent_is_told_so(site, monkeypatch):
    monkeypatch.setattr(body, "SILENCE_SECONDS", 0.05)
    with site.raw(b"POST /size/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na") as connection:
        assert connection.recv(65_536).startswith(b"HTTP/1.1 408 ")


def test_a_download_arrives_whole(site):
    response, content = site.get("/stream/50/")
    assert (response.headers["Transfer-Encoding"], content) == ("chunked", CHUNK * 50)
    assert serving_urls.seen.closed.wait(PATIENCE)
    assert serving_urls.seen.closed_in.startswith("download")


def test_an_abandoned_download_is_ended(site):
    """Its generator, and with it its query, although nothing that is sent to nobody fails."""
    with site.raw(b"GET /stream/1000000000/ HTTP/1.1\r\nHost: localhost\r\n\r\n") as connection:
        connection.recv(1_000)
    assert serving_urls.seen.closed.wait(PATIENCE)


def test_a_slow_reader_holds_the_download_back_and_nobody_else(site):
    total = 4_000
    readers = [site.raw(f"GET /stream/{total}/ HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()) for _ in range(6)]
    for reader in readers:
        reader.recv(1_000)
    for _ in range(50):
        assert site.get("/meta/")[0].status == 200
    assert serving_urls.seen.chunks < total
    for reader in readers:
        reader.close()


def test_a_reader_who_stalls_is_given_up(site, monkeypatch, caplog):
    monkeypatch.setattr(pages, "STALLED_SECONDS", 0.05)
    with site.raw(b"GET /stream/1000000000/ HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        assert serving_urls.seen.closed.wait(PATIENCE)
        assert not caplog.records


def test_a_download_that_breaks_is_seen_to_be_broken(site):
    with pytest.raises(http.client.IncompleteRead):
        site.get("/breaking/")


def test_an_error_is_a_page_and_a_line_for_the_operator(site, caplog):
    response, content = site.get("/boom/")
    assert response.status == 500
    assert b"ZeroDivisionError" not in content
    assert "ZeroDivisionError" in caplog.text


def test_a_request_under_way_is_finished_before_the_server_stops(site):
    with closing(site.connect()) as connection:
        connection.request("GET", "/slow/")
        assert serving_urls.seen.begun.wait(PATIENCE)
        site.server.should_exit = True
        serving_urls.seen.go_on.set()
        assert connection.getresponse().read() == b"done"


def test_a_download_does_not_keep_the_server_from_stopping(site):
    site.server.config.timeout_graceful_shutdown = None
    with site.raw(b"GET /stream/1000000000/ HTTP/1.1\r\nHost: localhost\r\n\r\n") as connection:
        connection.recv(1_000)
        site.stop()
        assert serving_urls.seen.closed.wait(PATIENCE)
        assert not until_closed(connection).endswith(b"0\r\n\r\n"), "looks complete"


def test_health_is_answered_while_every_page_thread_waits(site, django_db_blocker, monkeypatch):
    monkeypatch.setattr("corpus_app.health.database_answers", lambda: True)
    waiting = [site.raw(b"GET /slow/ HTTP/1.1\r\nHost: localhost\r\n\r\n") for _ in range(2 * PAGE_THREADS)]
    assert serving_urls.seen.begun.wait(PATIENCE)
    assert site.get("/health/")[0].status == 200
    for connection in waiting:
        connection.close()


def test_an_answer_can_go_on_without_a_thread(site):
    """Until its client leaves or the server stops; then its body is complete."""
    streams = [site.raw(b"GET /ongoing/ HTTP/1.1\r\nHost: localhost\r\n\r\n") for _ in range(5 * PAGE_THREADS)]
    for stream in streams:
        assert b"begun" in stream.recv(65_536)
    assert site.get("/meta/")[0].status == 200
    streams.pop().close()
    assert serving_urls.seen.left.wait(PATIENCE)
    site.server.config.timeout_graceful_shutdown = None
    site.stop()
    assert {until_closed(stream).endswith(b"ended\r\n0\r\n\r\n") for stream in streams} == {True}


def test_an_answer_that_could_go_on_is_short_for_who_asks_by_head(site):
    assert site.get("/ongoing/", "HEAD")[0].status == 200


def test_threads_are_few_and_used_again():
    async def use() -> set[str]:
        threads = Threads("test", 2)
        names = {await threads.run(lambda: threading.current_thread().name)}
        assert len(names) == 1
        return set(await asyncio.gather(*(threads.run(lambda: threading.current_thread().name) for _ in range(50))))

    assert asyncio.run(use()) <= {"test-1", "test-2"}


def test_jobs_that_have_just_begun_run_one_by_one_and_a_long_one_makes_way():
    go_on, order = threading.Event(), []

    async def use() -> None:
        threads = Threads("test", 4, at_once=1)
        long = asyncio.ensure_future(threads.run(go_on.wait, PATIENCE))
        await asyncio.gather(*(threads.run(order.append, n) for n in range(50)))
        assert not long.done()
        go_on.set()
        assert await long
        assert (threads.running, threads.young, list(threads.waiting)) == (0, 0, [])

    asyncio.run(use())
    assert order == list(range(50))


def test_no_more_jobs_run_than_there_are_threads():
    async def use() -> None:
        go_on, threads = threading.Event(), Threads("test", 2, at_once=1)
        jobs = [asyncio.ensure_future(threads.run(go_on.wait, PATIENCE)) for _ in range(3)]
        await asyncio.sleep(5 * YOUNG_SECONDS)
        assert (threads.running, len(threads.waiting)) == (2, 1)
        go_on.set()
        assert await asyncio.gather(*jobs) == [True] * 3

    asyncio.run(use())
