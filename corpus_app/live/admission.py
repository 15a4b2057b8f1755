"""Whether those who listen may go on: the same that sign-in and door ask of every request, for many at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import import_module

from django.conf import settings
from django.db import Error, close_old_connections
from django.http import HttpRequest
from django.utils import timezone

from corpus_app.live.events import View
from corpus_app.live.listeners import Credentials, Listener
from corpus_app.models import ApiToken, Membership, Project, Sight, Standing, User

AT_ONCE = 500


def standings_of(listeners: Iterable[Listener]) -> dict[Listener, Standing | None]:
    """The present standing of each; None where the person may not listen any more. Few queries for every 500."""
    found, rest = {}, list(listeners)
    while rest:
        some, rest = rest[:AT_ONCE], rest[AT_ONCE:]
        found |= standings_of_some(some)
    return found


def still_admits(request: HttpRequest, project: Project) -> Callable[[], bool]:
    """A question for an answer that takes long: may this person, with what they came in with, still read here?"""
    user, token = request.user, getattr(request, "token", None)
    view = View(project.pk, user.pk, Standing((), ()))
    listener = Listener(view, Credentials(request.session.session_key or "", user.password), after=0)

    def ask() -> bool:
        try:
            if token is None:
                return standings_of([listener])[listener] is not None
            owner = Membership.objects.current().filter(user=user.pk, project=project.pk, user__is_active=True)
            return owner.exists() and ApiToken.objects.filter(pk=token.pk).exists()
        except Error:  # the database is away: the download will notice by itself
            return True
        finally:
            close_old_connections()

    return ask


def standings_of_some(listeners: list[Listener]) -> dict[Listener, Standing | None]:
    people = {listener.view.user for listener in listeners}
    passwords = dict(User.objects.filter(pk__in=people, is_active=True).values_list("pk", "password"))
    sessions = sessions_among({listener.credentials.session for listener in listeners})
    memberships = defaultdict(list)
    projects = {listener.view.project for listener in listeners}
    rows = Membership.objects.current().filter(user__in=people, project__in=projects).order_by()
    for user, *standing in rows.values_list("user", "project", "role", "project__blind"):
        memberships[user, standing[0]].append(standing)
    standings = with_sights({key: Standing.from_rows(rows) for key, rows in memberships.items()})
    return {
        listener: standings.get((listener.view.user, listener.view.project))
        if passwords.get(listener.view.user) == listener.credentials.password
        and listener.credentials.session in sessions
        else None
        for listener in listeners
    }


def with_sights(standings: dict[tuple[int, int], Standing]) -> dict[tuple[int, int], Standing]:
    """By person and project: in blind ones, with the articles that have been revealed to them."""
    blind = {key for key, standing in standings.items() if standing.own}
    if not blind:
        return standings
    articles = defaultdict(list)
    people, projects = ({key[n] for key in blind} for n in (0, 1))
    rows = Sight.objects.filter(user__in=people, project__in=projects).order_by("article")
    for user, project, article in rows.values_list("user", "project", "article"):
        articles[user, project].append(article)
    return standings | {key: standings[key].with_sights(shared(tuple(articles[key]))) for key in blind}


@lru_cache(64)
def shared(articles: tuple[int, ...]) -> tuple[int, ...]:
    """Once for all who see the same: those of a thousand articles take twice what a stream does."""
    return articles


def sessions_among(keys: set[str]) -> set[str]:
    """Those that have not ended."""
    rows = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class().objects
    return set(rows.filter(pk__in=keys, expire_date__gt=timezone.now()).values_list("pk", flat=True))
