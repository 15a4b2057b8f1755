"""A filter that leaves something out: all that it would find else, and of that what it leaves out.

Where the first is known, the second is quicker to count than what is left.
"""

from collections.abc import Iterator
from dataclasses import replace

from annotations.filters.brackets import Bracket, Condition, Fits
from annotations.filters.kinds import Subject
from annotations.filters.passage_filter import PassageFilter


def apart(found: PassageFilter) -> Iterator[tuple[PassageFilter, PassageFilter]]:
    """The whole and what is left out of it, for each part that leaves out rows so that no row is in neither."""
    if found.not_pks:
        whole = replace(found, not_tags=(), not_pks=frozenset())
        yield whole, replace(whole, brackets=(*found.brackets, _any_of(found.not_pks)))
    if found.noted == "no":
        yield replace(found, noted=""), replace(found, noted="yes")
    if [bracket.fits for bracket in found.brackets] == [Fits.NONE]:
        taken = replace(found.brackets[0], fits=Fits.ANY)
        yield replace(found, brackets=()), replace(found, brackets=(taken,))
    for choice in found.about(Subject.PERSON):
        if choice.is_not:
            others = tuple(one for one in found.choices if one is not choice)
            yield replace(found, choices=others), replace(found, choices=(*others, replace(choice, is_not=False)))


def _any_of(tags: frozenset[int]) -> Bracket:
    return Bracket(Fits.ANY, (Condition("", "", "", tags=tags),))
