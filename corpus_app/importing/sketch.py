"""Sketches of texts, so that a version or a copied passage is found by equal numbers: one-permutation MinHash, our own.

Scheme 1: folded words (a letter of Chinese or Japanese is a word), shingles of five within a paragraph, BLAKE2b cut to
63 bits; 128 bins by the lowest bits, the least of the rest in each, empty bins filled from the next full one; 32 bands
of four bins. It is stored with each sketch, since numbers of different schemes must never be compared.
"""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from corpus_app.importing.fold import fold

SCHEME = 1
SHINGLE = 5
BINS, BANDS = 128, 32
LEAST = 16  # shingles; of a shorter text an estimate says nothing
PARAGRAPH_WORDS, PARAGRAPH_KEYS = 12, 4
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
HEAD, BODY = struct.Struct("<BI"), struct.Struct(f"<{BINS}I")
FULL = 2**32


@dataclass(frozen=True)
class Sketch:
    """`size` counts the shingles, `keys` has for each paragraph the numbers by which it is found, least first."""

    size: int
    bins: tuple[int, ...]
    keys: tuple[tuple[int, ...], ...] = ()

    @property
    def bands(self) -> list[int]:
        """By these the whole text is found; texts that agree by half share one with a probability of 0.87."""
        if self.size < LEAST:
            return []
        width = BINS // BANDS
        return [_number(struct.pack(f"<B{width}I", at, *self.bins[at * width :][:width])) for at in range(BANDS)]

    def packed(self) -> bytes:
        return HEAD.pack(SCHEME, self.size) + BODY.pack(*self.bins)


def sketch(paragraphs: Sequence[str]) -> Sketch:
    found: set[int] = set()
    keys = []
    for text in paragraphs:
        words = words_of(text)
        hashes = shingles(words)
        found |= hashes
        keys.append(tuple(sorted(hashes)[:PARAGRAPH_KEYS]) if len(words) >= PARAGRAPH_WORDS else ())
    return Sketch(len(found), _bins(found), tuple(keys))


def unpacked(stored: bytes) -> Sketch | None:
    """None for nothing and for another scheme."""
    if len(stored) != HEAD.size + BODY.size or stored[0] != SCHEME:
        return None
    _, size = HEAD.unpack_from(stored)
    return Sketch(size, BODY.unpack_from(stored, HEAD.size))


def words_of(text: str) -> list[str]:
    return WORD.findall(fold(text))


def shingles(words: Sequence[str]) -> set[int]:
    octets = [word.encode() for word in words]
    if len(octets) < SHINGLE:
        return {_number(b" ".join(octets))} if octets else set()
    fives = map(b" ".join, zip(*(octets[at:] for at in range(SHINGLE)), strict=False))
    # As _number does; a call for each of thousands took a third of the time.
    return {int.from_bytes(blake2b(one, digest_size=8).digest(), "little") >> 1 for one in fives}


def likeness(one: Sketch, other: Sketch) -> tuple[float, float]:
    """Estimates: the share of all shingles that both have (Jaccard), and that of the smaller one's."""
    both = sum(a == b for a, b in zip(one.bins, other.bins, strict=True)) / BINS
    shared = both / (1 + both) * (one.size + other.size)
    return both, min(1.0, shared / max(1, min(one.size, other.size)))


def _number(octets: bytes) -> int:
    """63 bits, as databases count."""
    return int.from_bytes(blake2b(octets, digest_size=8).digest(), "little") >> 1


def _bins(hashes: set[int]) -> tuple[int, ...]:
    least = [FULL] * BINS
    for number in hashes:
        at, value = number % BINS, (number // BINS) % FULL
        least[at] = min(least[at], value)
    if not hashes:
        return (0,) * BINS
    full = list(least)
    for at in range(BINS):
        step = 0
        while full[at] == FULL:
            step += 1
            value = least[(at + step) % BINS]
            full[at] = FULL if value == FULL else (value + step) % FULL
    return tuple(full)
