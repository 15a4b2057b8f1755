"""The verbs of annotation; the only writers. Keyword-only, one transaction, one Change, return the object."""

from annotations.actions.again import look_again
from annotations.actions.arranging import archive_tags, move_tags
from annotations.actions.blind import blind_only_in, hide, open_to_all, reveal
from annotations.actions.bulk import change_passages
from annotations.actions.codebook import (
    TagChangedMeanwhile,
    add_entity,
    add_facet,
    add_tag,
    archive_tag,
    edit_tag,
    find_or_add_entity,
    unarchive_tag,
)
from annotations.actions.edges import ChangedMeanwhile, merge_highlights, move_edges, split_highlight
from annotations.actions.entities import edit_entity, merge_entities
from annotations.actions.filling import OtherNow, add_preset, import_codebook
from annotations.actions.highlights import (
    NewTagging,
    Refused,
    StaleText,
    UsedId,
    add_highlight,
    add_tagging,
    add_taggings,
    remove_highlight,
    remove_tagging,
)
from annotations.actions.importing import undo_import
from annotations.actions.memos import ChangedMemo, edit_memo, remove_memo, write_memo
from annotations.actions.merging import SayDifferentThings, merge_tags
from annotations.actions.notes import (
    ChangedNote,
    edit_note,
    read_notices,
    remove_note,
    reopen_note,
    resolve_note,
    write_note,
)
from annotations.actions.occurrences import code_occurrences
from annotations.actions.pins import pin_tag
from annotations.actions.placing import leave_highlights, place_highlight, place_highlights
from annotations.actions.projects import start_project
from annotations.actions.readings import finish_reading, keep_position, open_article, reopen_article, skip_article
from annotations.actions.saving import remove_view, save_view
from annotations.actions.splitting import split_tag
from annotations.actions.undo import restore, undo
from annotations.actions.work import assign, reopen_articles, unassign

__all__ = [
    "ChangedMeanwhile",
    "ChangedMemo",
    "ChangedNote",
    "NewTagging",
    "OtherNow",
    "Refused",
    "SayDifferentThings",
    "StaleText",
    "TagChangedMeanwhile",
    "UsedId",
    "add_entity",
    "add_facet",
    "add_highlight",
    "add_preset",
    "add_tag",
    "add_tagging",
    "add_taggings",
    "archive_tag",
    "archive_tags",
    "assign",
    "blind_only_in",
    "change_passages",
    "code_occurrences",
    "edit_entity",
    "edit_memo",
    "edit_note",
    "edit_tag",
    "find_or_add_entity",
    "finish_reading",
    "hide",
    "import_codebook",
    "keep_position",
    "leave_highlights",
    "look_again",
    "merge_entities",
    "merge_highlights",
    "merge_tags",
    "move_edges",
    "move_tags",
    "open_article",
    "open_to_all",
    "pin_tag",
    "place_highlight",
    "place_highlights",
    "read_notices",
    "remove_highlight",
    "remove_memo",
    "remove_note",
    "remove_tagging",
    "remove_view",
    "reopen_article",
    "reopen_articles",
    "reopen_note",
    "resolve_note",
    "restore",
    "reveal",
    "save_view",
    "skip_article",
    "split_highlight",
    "split_tag",
    "start_project",
    "unarchive_tag",
    "unassign",
    "undo",
    "undo_import",
    "write_memo",
    "write_note",
]
