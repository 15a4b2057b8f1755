"""Test data by the actions, so that it is always legal; each call shows only what matters to the test."""

from itertools import count

from django.test import Client

from annotations import actions
from annotations.models import Entity, Facet, Highlight, Tag, Tagging
from corpus_app.actions import NewParagraph, add_article, join
from corpus_app.models import Article, Project, Role, User

COUNTER = count(1)
PASSWORD = "a long enough password"


def a_user(name: str = "anna", **columns: object) -> User:
    """The user of that name, made when missing; the e-mail address is name@corpus.test."""
    email = f"{name}@corpus.test"
    there = User.objects.filter(email=email).first()
    return there or User.objects.create_user(email, PASSWORD, **{"display_name": name.capitalize(), **columns})


def client_of(name: str) -> Client:
    """A browser in which that person is signed in."""
    client = Client()
    client.force_login(a_user(name))
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
    owner = project.memberships.filter(role=Role.OWNER).first().user
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
    actor = project.memberships.first().user
    return actions.add_tag(facet=Facet.objects.get(project=project, slug=facet), actor=actor, name=name, parent=parent)


def a_stance(project: Project, value: str) -> Tag:
    return Tag.objects.select_related("facet").get(project=project, facet__slug="stance", value=value)


def an_entity(project: Project, name: str) -> Entity:
    return actions.find_or_add_entity(project=project, actor=project.memberships.first().user, name=name)


def a_tagging(
    highlight: Highlight, tag: Tag, *, by: str = "anna", target: Entity | None = None, holder: Entity | None = None,
    holder_kind: str = "", memo: str = "",
) -> Tagging:
    new = actions.NewTagging(tag, target, holder, holder_kind, memo)
    return actions.add_tagging(highlight=highlight, coder=a_user(by), new=new)
