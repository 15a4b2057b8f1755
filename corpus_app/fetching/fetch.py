"""One page from the web: its name is resolved once, all that it leads to is checked, and that very address is asked.

No proxy, no cookie and no password is used, whatever the environment says, and everything has one limit of time.
"""

import io
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from urllib.parse import urljoin

from corpus_app.fetching.addresses import NOT_PUBLIC, NotFetched, Place, is_public, place_of

SECONDS = 10
MOST = 10_000_000
REDIRECTS = 3
PIECE = 65_536
TYPES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
MOVED = (301, 302, 303, 307, 308)
SLOW = f"The page did not come within {SECONDS} seconds. Try again later, or save it and bring the file."
LARGE = f"The page is larger than {MOST // 1_000_000} MB. Save it in your browser and bring what you need of it."
BROKEN = "What came from there is no complete page. Try again later, or save it in your browser and bring the file."
SILENT = "Nobody answers at this address. Check it, or try again later."
UNKNOWN = "No site of this name is known. Check how it is spelled."
UNTRUSTED = "This site cannot prove who it is, so it was not read. Save the page in your browser and bring the file."


def resolved(host: str, port: int) -> list[str]:
    """All IP addresses of a name. Raises OSError."""
    return list(dict.fromkeys(found[4][0] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def connected(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), seconds)


def secured(plain: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


@dataclass(frozen=True)
class Page:
    """`charset` is what the answer says that it is written in; it may be wrong."""

    url: str
    name: str
    content: bytes
    charset: str


@dataclass
class Fetching:
    """What is beyond the process may be other than the internet, in tests."""

    resolve: Callable[[str, int], list[str]] = resolved
    connect: Callable[[str, int, float], socket.socket] = connected
    secure: Callable[[socket.socket, str], socket.socket] = secured
    clock: Callable[[], float] = time.monotonic
    seconds: float = SECONDS
    until: float = field(default=0.0, init=False)

    def page(self, url: str) -> Page:
        """Raises NotFetched."""
        self.until = self.clock() + self.seconds
        for _ in range(REDIRECTS + 1):
            place = place_of(url)
            try:
                answer = self._ask(place)
            except TimeoutError as error:
                raise NotFetched(SLOW) from error
            except (HTTPException, zlib.error, EOFError) as error:
                raise NotFetched(BROKEN) from error
            except ssl.SSLError as error:
                raise NotFetched(UNTRUSTED) from error
            except OSError as error:
                raise NotFetched(SILENT) from error
            if isinstance(answer, Page):
                return answer
            url = urljoin(place.url, answer)
        raise NotFetched("This address leads on more than three times. Open it in your browser and copy where it ends.")

    def left(self) -> float:
        """Seconds; raises TimeoutError when there are none."""
        seconds = self.until - self.clock()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def _ask(self, place: Place) -> Page | str:
        """The page, or where it has moved to."""
        with self._connection(place) as connection:
            connection.settimeout(self.left())
            connection.sendall(request_for(place))
            answer = HTTPResponse(_Timed(connection, self.left))
            answer.begin()
            if answer.status in MOVED and (to := answer.getheader("Location")):
                return to
            return self._page(place, answer)

    def _connection(self, place: Place) -> socket.socket:
        error: OSError = OSError("no address")
        for address in self._addresses(place):
            try:
                plain = self.connect(address, place.port, self.left())
            except TimeoutError:
                raise
            except OSError as reason:
                error = reason
                continue
            plain.settimeout(self.left())
            return self.secure(plain, place.host) if place.scheme == "https" else plain
        raise error

    def _addresses(self, place: Place) -> list[str]:
        """Where one is not public, none is asked: who sends such answers is not to choose among them."""
        found: list[list[str]] = []

        def look_up() -> None:
            try:
                found.append(self.resolve(place.host, place.port))
            except OSError:
                found.append([])

        # The system's resolver takes no limit of time; a thread that it holds up ends with the process.
        thread = threading.Thread(target=look_up, name="resolver", daemon=True)
        thread.start()
        thread.join(self.left())
        if not found:
            raise TimeoutError
        if not found[0]:
            raise NotFetched(UNKNOWN)
        try:
            if not all(map(is_public, found[0])):
                raise NotFetched(NOT_PUBLIC)
        except ValueError as error:  # with a zone, as fe80::1%eth0
            raise NotFetched(NOT_PUBLIC) from error
        return found[0]

    def _page(self, place: Place, answer: HTTPResponse) -> Page:
        if answer.status != 200:
            raise NotFetched(refusal_of(answer.status))
        kind = answer.headers.get_content_type() if "Content-Type" in answer.headers else ""
        if kind not in TYPES:
            raise NotFetched("This address is no page, text or PDF. Save what is there and bring the file.")
        if (answer.length or 0) > MOST:
            raise NotFetched(LARGE)
        parts, size = [], 0
        for part in unpacked(answer):
            size += len(part)
            if size > MOST:
                raise NotFetched(LARGE)
            parts.append(part)
        if answer.length:
            raise NotFetched(BROKEN)
        name = place.host + place.path.partition("?")[0].rstrip("/")
        ending = "" if name.lower().endswith((TYPES[kind], ".htm")) else TYPES[kind]
        return Page(place.url, name[-200:] + ending, b"".join(parts), answer.headers.get_content_charset() or "")


def request_for(place: Place) -> bytes:
    lines = (
        f"GET {place.path} HTTP/1.1", f"Host: {place.named}", "User-Agent: Corpus (reads one page for one person)",
        "Accept: text/html, application/xhtml+xml, text/plain, application/pdf", "Accept-Encoding: gzip, identity",
        "Connection: close",
    )  # fmt: skip
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def unpacked(answer: HTTPResponse) -> Iterator[bytes]:
    """Its body in pieces, none larger than some that was asked for: what is packed tightly does not unfold at once."""
    coding = answer.getheader("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise NotFetched(BROKEN)
    unpack = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS) if coding.endswith("gzip") else None
    while data := answer.read(PIECE):
        if unpack is None:
            yield data
        while unpack and data and not unpack.eof:
            yield unpack.decompress(data, PIECE)
            data = unpack.unconsumed_tail
    if unpack and not unpack.eof:
        raise EOFError


def refusal_of(status: int) -> str:
    if status in (401, 402, 403, 407, 451):
        return (
            "The site does not give this page to strangers. Open it in your browser, signed in if need be, save it and "
            "bring the file."
        )
    if status in (404, 410):
        return "There is no page at this address any more. Check how it is spelled."
    return f"The site answers with an error ({status}). Try again later, or save the page and bring the file."


class _Timed(io.RawIOBase):
    """What comes from a socket, with the time that is left for all of it as the limit of each piece."""

    def __init__(self, connection: socket.socket, left: Callable[[], float]) -> None:
        self.connection, self.left = connection, left

    def makefile(self, mode: str) -> io.BufferedReader:
        """As HTTPResponse asks for it."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        self.connection.settimeout(self.left())
        return self.connection.recv_into(buffer)
