"""A codebook as a preset or a file says it: facets, each with its tags, parents before children."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from annotations import looks


@dataclass(frozen=True)
class SaidTag:
    """A tag by the labels from the top of its facet to its own; of a column that is not said nothing is known."""

    path: tuple[str, ...]
    columns: dict[str, object] = field(default_factory=dict)
    uid: str = ""

    @property
    def name(self) -> str:
        return self.path[-1]

    @property
    def depth(self) -> int:
        return len(self.path) - 1


@dataclass(frozen=True)
class SaidFacet:
    name: str
    kind: str
    columns: dict[str, object] = field(default_factory=dict)
    tags: tuple[SaidTag, ...] = ()
    uid: str = ""


def dressed(tags: Iterable[SaidTag], count: int) -> list[SaidTag]:
    """Each with a colour and a line; in a codebook of `count` tags the next free ones, where none is said."""
    done = []
    for number, tag in enumerate(tags, start=count):
        hue, line = looks.nth(number)
        done.append(replace(tag, columns={"colour": hue, "pattern": line, **tag.columns}))
    return done


@dataclass(frozen=True)
class SaidEntity:
    name: str
    kind: str = "other"
    aliases: tuple[str, ...] = ()
    uid: str = ""


@dataclass(frozen=True)
class SaidCodebook:
    """What a whole file says; `left_out` are sentences on what it holds beside that."""

    facets: tuple[SaidFacet, ...]
    entities: tuple[SaidEntity, ...] = ()
    left_out: tuple[str, ...] = ()


class Unreadable(ValueError):
    """The file cannot be taken; the message says why and what to do."""
