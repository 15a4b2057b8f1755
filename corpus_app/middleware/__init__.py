"""What every request and every answer passes: bad input is refused, private pages stay private."""

from corpus_app.middleware.answers import CompressPages, private_by_default
from corpus_app.middleware.bad_requests import RefuseBadRequests
from corpus_app.middleware.old_text import AnswerOldText, OldText
from corpus_app.middleware.person import only_for_the_person
from corpus_app.middleware.presence import note_presence
from corpus_app.middleware.programs import AcceptTokens

__all__ = [
    "AcceptTokens",
    "AnswerOldText",
    "CompressPages",
    "OldText",
    "RefuseBadRequests",
    "note_presence",
    "only_for_the_person",
    "private_by_default",
]
