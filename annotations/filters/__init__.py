"""Which rows of annotations.csv somebody asked for: one filter for browse and export, and its URL."""

from annotations.filters.dates import published_within
from annotations.filters.kinds import KINDS, NOT, Choice, Chosen, Kind, Subject
from annotations.filters.passage_filter import NEAR, OF_ARTICLES, ORDER, WITHOUT, PassageFilter
from annotations.filters.reading import LONGEST_TEXT, parse

__all__ = [
    "KINDS",
    "LONGEST_TEXT",
    "NEAR",
    "NOT",
    "OF_ARTICLES",
    "ORDER",
    "WITHOUT",
    "Choice",
    "Chosen",
    "Kind",
    "PassageFilter",
    "Subject",
    "parse",
    "published_within",
]
