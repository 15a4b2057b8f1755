"""The tables of annotation: the codebook, entities, highlights with their taggings and notes, and reading."""

from annotations.models.codebook import Entity, EntityKind, Facet, FacetKind, HolderRule, Tag, TargetRule
from annotations.models.highlights import Comment, Highlight, HolderKind, Tagging
from annotations.models.readings import Reading, ReadingState

__all__ = [
    "Comment",
    "Entity",
    "EntityKind",
    "Facet",
    "FacetKind",
    "Highlight",
    "HolderKind",
    "HolderRule",
    "Reading",
    "ReadingState",
    "Tag",
    "Tagging",
    "TargetRule",
]
