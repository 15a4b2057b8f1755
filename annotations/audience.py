"""Who can be mentioned where: the members who may read what the writer writes, and how their names are written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from annotations import mentions
from corpus_app.models import Article, Membership, Project, Role, Sight, Standing, User


@dataclass(frozen=True)
class Person:
    """A member as a mention names them; `refusal` says why a mention would not reach them."""

    pk: int
    uid: str
    name: str  # a name that two members have comes with the pseudonym
    initials: str
    refusal: str = ""


def of(project: Project, article: Article, writer: User) -> list[Person]:
    """All who are or were in the project. Queries once, or twice in a blind project."""
    members = list(Membership.objects.filter(project=project).select_related("user").order_by("number"))
    names = _names(members)
    standing = Standing.of(writer)
    is_blind = project.pk in standing.own and article.pk not in standing.sights
    sighted = {writer.pk}
    if project.blind and not is_blind:
        sighted |= set(Sight.objects.filter(article=article).values_list("user", flat=True))
    return [
        Person(
            member.user_id, member.user.uid, _written(member, names), member.user.initials,
            _refusal(member, project, sighted, is_blind),
        )
        for member in members
    ]


def offered(project: Project, article: Article, writer: User) -> list[Person]:
    return [person for person in of(project, article, writer) if not person.refusal and person.pk != writer.pk]


def names_in(project: Project | int, texts: Iterable[str]) -> dict[str, str]:
    """The names of all who are mentioned in these texts, as they are written. Queries once, or not at all."""
    uids = mentions.uids_of(texts)
    if not uids:
        return {}
    members = list(Membership.objects.filter(project=project).select_related("user").order_by("number"))
    names = _names(members)
    return {member.user.uid: _written(member, names) for member in members if member.user.uid in uids}


def names_anywhere(texts: Iterable[str]) -> dict[str, str]:
    """As names_in, for texts of several projects: the names alone."""
    uids = mentions.uids_of(texts)
    return dict(User.objects.filter(uid__in=uids).values_list("uid", "display_name")) if uids else {}


def _names(members: Iterable[Membership]) -> Counter[str]:
    return Counter(member.user.display_name.casefold() for member in members)


def _written(member: Membership, names: Counter[str]) -> str:
    name = member.user.display_name
    return name if names[name.casefold()] == 1 else f"{name} ({member.pseudonym})"


def _refusal(member: Membership, project: Project, sighted: set[int], is_blind: bool) -> str:
    """Who works blind is told nothing of who is done: they can mention owners, who see everything."""
    name = member.user.display_name
    if member.removed_at is not None:
        return f"{name} is not in this project any more, so a mention would not reach them. Take it out of the text."
    if not project.blind or member.role == Role.OWNER or member.user_id in sighted:
        return ""
    if is_blind:
        return f"You work blind here, so {name} cannot read this. You can mention the owners of the project."
    return f"{name} works blind in this article and cannot read this yet. Mention them when it is revealed to them."
