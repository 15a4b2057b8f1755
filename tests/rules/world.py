"""Two projects for the access matrix: one the actors belong to in their roles, and a foreign one full of canaries."""

from dataclasses import dataclass

from django.test import Client

from annotations import actions
from annotations.actions.saving import save_view
from annotations.models import Comment, Entity, Facet, Highlight, Memo, SavedView, Tag, Tagging
from corpus_app.actions import bringing, invite, uploads
from corpus_app.models import Article, ArticleDraft, Change, Invitation, Membership, Project, Role, Upload
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity, signed_in

CANARY = "canarybird"
ACTORS = {"anonymous": None, "stranger": "sam", "reader": "rita", "coder": "anna", "owner": "olga"}


@dataclass(frozen=True)
class Side:
    """One project and one of everything in it."""

    project: Project
    article: Article
    highlight: Highlight
    tagging: Tagging
    note: Comment
    memo: Memo
    tag: Tag
    facet: Facet
    entity: Entity
    change: Change
    draft: ArticleDraft
    upload: Upload
    invitation: Invitation
    member: Membership
    saved_view: SavedView


def a_side(name: str, owner: str, coder: str, reader: str, *, blind: bool = False) -> Side:
    project = a_project(name, owner=owner, blind=blind, **{coder: Role.CODER, reader: Role.READER})
    article = an_article(project, f"{name} says that sanctions work.", title=f"{name} title", source=f"{name} source")
    entity, tag = an_entity(project, f"{name} entity"), a_tag(project, f"{name} tag")
    highlight = a_highlight(article, "sanctions", by=coder, tags=(tag,))
    a_tagging(highlight, a_stance(project, "for"), by=coder, target=entity)
    note = actions.write_note(highlight=highlight, author=a_user(coder), text=f"{name} note")
    memo = actions.write_memo(
        project=project, article=article, author=a_user(coder), text=f"{name} memo", is_shared=True
    )
    actions.write_note(article=article, author=a_user(coder), text=f"{name} talk, @{a_user(owner).display_name}")
    return Side(
        project=project, article=article, highlight=highlight, tagging=highlight.taggings.first(), note=note,
        memo=memo, tag=tag,
        facet=tag.facet, entity=entity, change=note.change,
        draft=a_draft(project, coder, name),
        upload=uploads.bring(project=project, added_by=a_user(coder), files=[(f"{name}.txt", name.encode())]),
        invitation=invite(project=project, actor=a_user(owner), role=Role.CODER),
        member=project.memberships.get(user=a_user(reader)),
        saved_view=save_view(
            project=project, owner=a_user(coder), name=f"{name} view", query="noted=yes", is_shared=True
        ),
    )


def a_draft(project: Project, by: str, name: str) -> ArticleDraft:
    content = f"{name} draft headline\n\n{name} says that sanctions work, and that they hurt.\n\nOthers do not."
    return bringing.add_draft(project=project, added_by=a_user(by), name=f"{name}.txt", content=content.encode())


def client_of(actor: str) -> Client:
    client = Client(headers={"Corpus-Reader": "1"})
    if ACTORS[actor]:
        signed_in(a_user(ACTORS[actor]), client)
    return client
