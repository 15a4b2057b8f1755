"""The tables of annotation: the codebook, entities, highlights with their taggings, notes and memos, and reading."""

from annotations.models.codebook import (
    TAG_COLUMNS,
    Entity,
    EntityKind,
    Facet,
    FacetKind,
    HolderRule,
    Tag,
    TargetRule,
    is_above,
    seen_of,
    settled,
    successor,
)
from annotations.models.highlights import Highlight, HolderKind, Tagging
from annotations.models.notes import Comment, Memo, Notice, NoticeKind
from annotations.models.placements import Placement, PlacementState
from annotations.models.readings import FirstSight, Reading, ReadingState
from annotations.models.saved import SavedView
from annotations.models.search import Entry, EntryKind, Indexed, Word, scope_of
from annotations.models.tallies import WHOLE, ArticleRows, Tallied, Tally

__all__ = [
    "TAG_COLUMNS",
    "WHOLE",
    "ArticleRows",
    "Comment",
    "Entity",
    "EntityKind",
    "Entry",
    "EntryKind",
    "Facet",
    "FacetKind",
    "FirstSight",
    "Highlight",
    "HolderKind",
    "HolderRule",
    "Indexed",
    "Memo",
    "Notice",
    "NoticeKind",
    "Placement",
    "PlacementState",
    "Reading",
    "ReadingState",
    "SavedView",
    "Tag",
    "Tagging",
    "Tallied",
    "Tally",
    "TargetRule",
    "Word",
    "is_above",
    "scope_of",
    "seen_of",
    "settled",
    "successor",
]
