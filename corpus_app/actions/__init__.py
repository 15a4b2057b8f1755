"""The verbs of the corpus; the only writers. Keyword-only, one transaction, one Change, return the object."""

from corpus_app.actions.articles import NewParagraph, add_article, correct_metadata, remove_article, restore_article
from corpus_app.actions.members import (
    Refused,
    accept_invitation,
    change_role,
    hand_over,
    invite,
    invite_all,
    join,
    leave_project,
    remove_member,
    revoke_invitation,
    undo_membership,
)
from corpus_app.actions.people import ask_for_reset, change_password, rename_user, reset_password, sign_up
from corpus_app.actions.projects import create_project, edit_project
from corpus_app.actions.sessions import (
    begin_session,
    end_other_sessions,
    end_session,
    make_token,
    note_seen,
    note_token_used,
    renew_session,
    revoke_token,
)

__all__ = [
    "NewParagraph",
    "Refused",
    "accept_invitation",
    "add_article",
    "ask_for_reset",
    "begin_session",
    "change_password",
    "change_role",
    "correct_metadata",
    "create_project",
    "edit_project",
    "end_other_sessions",
    "end_session",
    "hand_over",
    "invite",
    "invite_all",
    "join",
    "leave_project",
    "make_token",
    "note_seen",
    "note_token_used",
    "remove_article",
    "remove_member",
    "rename_user",
    "renew_session",
    "reset_password",
    "restore_article",
    "revoke_invitation",
    "revoke_token",
    "sign_up",
    "undo_membership",
]
