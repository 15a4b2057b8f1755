"""Which rows of annotations.csv somebody asked for: one filter for browse and export, and its URL."""

from annotations.filters.brackets import ADDING, GROUP, Bracket, Condition, Fits
from annotations.filters.brackets import pairs as pairs_of_brackets
from annotations.filters.dates import published_within
from annotations.filters.kinds import KINDS, NOT, Choice, Chosen, Kind, Subject
from annotations.filters.leaving_out import apart
from annotations.filters.own_fields import OwnPart, said_of
from annotations.filters.passage_filter import NEAR, OF_ARTICLES, ORDER, WITHOUT, PassageFilter
from annotations.filters.reading import LONGEST_TEXT, parse

__all__ = [
    "ADDING",
    "GROUP",
    "KINDS",
    "LONGEST_TEXT",
    "NEAR",
    "NOT",
    "OF_ARTICLES",
    "ORDER",
    "WITHOUT",
    "Bracket",
    "Choice",
    "Chosen",
    "Condition",
    "Fits",
    "Kind",
    "OwnPart",
    "PassageFilter",
    "Subject",
    "apart",
    "pairs_of_brackets",
    "parse",
    "published_within",
    "said_of",
]
