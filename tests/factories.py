"""Test data by the actions, so that it is always legal; each call shows only what matters to the test."""

from datetime import timedelta
from functools import cache
from itertools import count

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from annotations import actions
from annotations.models import Entity, Facet, Highlight, Tag, Tagging
from corpus_app.actions import NewParagraph, add_article, join
from corpus_app.ids import new_id
from corpus_app.models import Article, Membership, Project, Role, User
from corpus_app.sessions import SessionStore
from corpus_app.written import Written, insert

COUNTER = count(1)
PASSWORD = "a long enough password"
PEOPLE = Written(lambda email: User.objects.filter(email=email))
OWNERS = Written(lambda project: Membership.objects.filter(project=project, role=Role.OWNER).select_related("user"))
FACETS = Written(lambda project, slug: Facet.objects.filter(project=project, slug=slug).select_related("project"))


def a_user(name: str = "anna", **columns: object) -> User:
    """The user of that name, made when missing; the e-mail address is name@corpus.test."""
    email = f"{name}@corpus.test"
    there = PEOPLE.first(email=email)
    if there is None:
        there = User(email=email, password=hashed(), **{"display_name": name.capitalize(), **columns})
        insert(there)
    return there


@cache
def hashed() -> str:
    return make_password(PASSWORD)


def client_of(name: str) -> Client:
    """A browser in which that person is signed in."""
    return signed_in(a_user(name))


def signed_in(user: User, client: Client | None = None) -> Client:
    """As Client.force_login, but with one statement in place of fifteen; it is in nearly every test."""
    said = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    ends = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    row = Session(session_key=new_id() + new_id(), session_data=SessionStore().encode(said), expire_date=ends)
    insert(row)
    client = client or Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    return client


def a_project(name: str = "", *, owner: str = "olga", blind: bool = False, **members: str) -> Project:
    """A project with its owner and, by name, members: a_project(anna=Role.CODER)."""
    project = actions.start_project(owner=a_user(owner), name=name or f"Project {next(COUNTER)}", blind=blind)
    for person, role in members.items():
        join(project=project, user=a_user(person), role=role, actor=a_user(owner))
    return project


def an_article(project: Project, *texts: str, kinds: str = "", **metadata: str) -> Article:
    """An article of these paragraphs; kinds has a letter for each: t title, h heading, b body."""
    names = {
        "t": ("title", "content"), "h": ("heading", "content"), "b": ("body", "content"), "l": ("list_item", "content"),
        "q": ("question", "content"), "a": ("answer", "content"), "c": ("quote", "content"),
        "r": ("reference", "reference"), "m": ("meta", "meta"), "x": ("boilerplate", "boilerplate"),
    }
    kinds = kinds.ljust(len(texts), "b")
    blocks = [NewParagraph(text, *names[kind]) for text, kind in zip(texts, kinds, strict=True)]
    owner = OWNERS.first(project=project.pk).user
    return add_article(
        project=project, added_by=owner, paragraphs=blocks or [NewParagraph("Sanctions work.", *names["b"])],
        **{"title": f"Article {next(COUNTER)}", **metadata},
    )


def a_highlight(article: Article, quote: str, *, by: str = "anna", tags: tuple[Tag, ...] = (), nth: int = 0):
    """Marks the nth place where the quote stands in the article's text."""
    start = -1
    for _ in range(nth + 1):
        start = article.version.text.index(quote, start + 1)
    return actions.add_highlight(
        article=article, author=a_user(by), start=start, end=start + len(quote), quote=quote,
        taggings=[actions.NewTagging(tag) for tag in tags],
    )


def a_tag(project: Project, name: str = "", *, facet: str = "theme", parent: Tag | None = None) -> Tag:
    name = name or f"Tag {next(COUNTER)}"
    facet, actor = FACETS.first(project=project.pk, slug=facet), OWNERS.first(project=project.pk).user
    return actions.add_tag(facet=facet, actor=actor, name=name, parent=parent)


def a_stance(project: Project, value: str) -> Tag:
    return Tag.objects.select_related("facet").get(project=project, facet__slug="stance", value=value)


def an_entity(project: Project, name: str) -> Entity:
    return actions.find_or_add_entity(project=project, actor=OWNERS.first(project=project.pk).user, name=name)


def a_tagging(
    highlight: Highlight, tag: Tag, *, by: str = "anna", target: Entity | None = None, holder: Entity | None = None,
    holder_kind: str = "", memo: str = "",
) -> Tagging:
    new = actions.NewTagging(tag, target, holder, holder_kind, memo)
    return actions.add_tagging(highlight=highlight, coder=a_user(by), new=new)
