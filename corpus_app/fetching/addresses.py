"""Which addresses may be fetched: how they are written, and which machines they may lead to."""

import ipaddress
import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from corpus_app.importing.problems import ImportProblem

PORTS = {"http": 80, "https": 443}
LONGEST = 1000
NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")  # a name ends in letters; what ends so is read as IPv4 by resolvers
NAT64, SIX_TO_FOUR = IPv6Network("64:ff9b::/96"), IPv6Network("2002::/16")
# Where an IPv4 address is hidden in a way that nobody needs any more, or where the network decides what it leads to.
INWARD = tuple(map(IPv6Network, ("::/96", "64:ff9b:1::/48", "2001::/32", "fec0::/10", "100::/64")))
RELAYS = ipaddress.IPv4Network("192.88.99.0/24")
ISATAP = (0x00005EFE, 0x02005EFE)

NO_ADDRESS = "This is no address of a page. Copy it from the browser, with http:// or https:// at its beginning."
NOT_PUBLIC = (
    "This address leads into a network that is not public, so it is not fetched. Save the page in your browser and "
    "bring the file."
)


class NotFetched(ImportProblem):
    """Nothing came, or nothing may; str() says what to do."""


@dataclass(frozen=True)
class Place:
    """Whom to ask for what; `host` as it stands in the request, a name in ASCII or an IP address."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """The host as the request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.named}{self.path}"


def place_of(url: str) -> Place:
    """Raises NotFetched where it is no plain address of a page."""
    if len(url) > LONGEST or "\\" in url or any(char <= " " or char == "\x7f" for char in url):
        raise NotFetched(NO_ADDRESS)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotFetched(NO_ADDRESS) from error
    if parts.scheme not in PORTS or not host:
        raise NotFetched(NO_ADDRESS)
    if "@" in parts.netloc:
        raise NotFetched("This address holds a name or password before an @. Take them out; nobody signs in from here.")
    if port not in (None, *PORTS.values()):
        raise NotFetched("Pages are fetched from the ports 80 and 443 only. Save this one and bring the file.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|")
    return Place(parts.scheme, _host(host), port or PORTS[parts.scheme], f"{path}?{query}" if query else path)


def _host(said: str) -> str:
    """Names of other scripts as the resolver knows them; of IPv4 addresses only the usual spelling."""
    if ":" in said:
        try:
            return str(IPv6Address(said)) if "%" not in said else _refused()
        except ValueError as error:
            raise NotFetched(NO_ADDRESS) from error
    try:
        host = said.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise NotFetched(NO_ADDRESS) from error
    if NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            return str(IPv4Address(host))
        except ValueError as error:
            raise NotFetched(NO_ADDRESS) from error
    if not re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*", host):
        raise NotFetched(NO_ADDRESS)
    return host


def _refused() -> str:
    raise NotFetched(NO_ADDRESS)


def is_public(said: str) -> bool:
    """Whether an IP address is one of the internet, also where it only wraps one of IPv4."""
    address = ip_address(said)
    if isinstance(address, IPv6Address):
        inner = _wrapped(address)
        if inner is not None:
            return is_public(str(inner))
        is_isatap = (int(address) >> 32) & 0xFFFFFFFF in ISATAP
        if is_isatap or any(address in network for network in INWARD):
            return False
    elif address in RELAYS:
        return False
    is_special = address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
    return address.is_global and not (is_special or address.is_private or address.is_unspecified)


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return IPv4Address((int(address) >> 80) & 0xFFFFFFFF) if address in SIX_TO_FOUR else None
