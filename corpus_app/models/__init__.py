"""The tables of the corpus: people, projects, articles and the diary of changes."""

from corpus_app.models.articles import Article, ArticleVersion, Kind, Paragraph, ParagraphRole
from corpus_app.models.attempts import Attempts
from corpus_app.models.changes import Change
from corpus_app.models.drafts import ArticleDraft, TableColumns
from corpus_app.models.letters import Letter
from corpus_app.models.own_fields import ArticleField, FieldType
from corpus_app.models.people import User, initials_of
from corpus_app.models.projects import Invitation, InvitationState, Membership, Project, Role, Sight, Standing
from corpus_app.models.sessions import ApiToken, OpenSession
from corpus_app.models.sets import ArticleSet, SetMember
from corpus_app.models.sketches import Sketch, SketchKey
from corpus_app.models.uploads import Upload, UploadFile

__all__ = [
    "ApiToken",
    "Article",
    "ArticleDraft",
    "ArticleField",
    "ArticleSet",
    "ArticleVersion",
    "Attempts",
    "Change",
    "FieldType",
    "Invitation",
    "InvitationState",
    "Kind",
    "Letter",
    "Membership",
    "OpenSession",
    "Paragraph",
    "ParagraphRole",
    "Project",
    "Role",
    "SetMember",
    "Sight",
    "Sketch",
    "SketchKey",
    "Standing",
    "TableColumns",
    "Upload",
    "UploadFile",
    "User",
    "initials_of",
]
