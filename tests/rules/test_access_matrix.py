"""Every route, for every actor: who gets in is written here, and a route that is not written here fails."""

from collections.abc import Callable
from copy import copy, deepcopy
from dataclasses import dataclass

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from annotations import actions
from annotations.models import Placement
from corpus_app.actions import join, make_token, remove_member
from corpus_app.ids import new_id
from corpus_app.models import ArticleDraft, ArticleField, ArticleSet, Role
from tests.factories import a_user
from tests.reading import sealed
from tests.rules.world import ACTORS, CANARY, Side, a_side, client_of

pytestmark = pytest.mark.django_db

MEMBERS = {"anonymous": 302, "stranger": 404, "reader": 200, "coder": 200, "owner": 200}
SIGNED_IN = {"anonymous": 302, "stranger": 200, "reader": 200, "coder": 200, "owner": 200}
EVERYBODY = dict.fromkeys(ACTORS, 200)


def of(status: int, *roles: str) -> dict[str, int]:
    """These roles get the status, other members 403."""
    members = {role: status if role in roles else 403 for role in ("reader", "coder", "owner")}
    return {"anonymous": 302, "stranger": 404, **members}


def drafter(status: int) -> dict[str, int]:
    """A draft is there for the person who brought it only."""
    return {**of(status, "coder"), "owner": 404}


@dataclass(frozen=True)
class Route:
    """Expected statuses by actor; `where` gives the address's parts, `data` what is posted (None: a GET)."""

    statuses: dict[str, int]
    where: Callable[[Side], dict[str, object]] = lambda side: {"slug": side.project.slug}
    data: Callable[[Side], dict[str, object]] | None = None


def child(name: str) -> Callable[[Side], dict[str, object]]:
    return lambda side: {"slug": side.project.slug, "uid": getattr(side, name).uid}


def nothing(side: Side) -> dict[str, object]:
    return {}


def post(side: Side) -> dict[str, object]:
    return {}


def paragraphs(side: Side) -> dict[str, object]:
    return {**child("article")(side), "first": 1, "last": 1}


def around(side: Side) -> dict[str, object]:
    return {**child("article")(side), "highlight": side.highlight.uid}


def number(side: Side) -> dict[str, object]:
    return {"slug": side.project.slug, "number": side.change.number}


def change(side: Side) -> dict[str, object]:
    return {"slug": side.project.slug, "name": sealed(side.change)}


def moment(side: Side) -> dict[str, object]:
    return {**child("article")(side), "name": sealed(side.change)}


def member(side: Side) -> dict[str, object]:
    return {"slug": side.project.slug, "uid": side.member.user.uid}


def invitation(side: Side) -> dict[str, object]:
    return {"slug": side.project.slug, "pk": side.invitation.pk}


def reset_link(side: Side) -> dict[str, object]:
    """Of somebody who does not sign in here: that would end it."""
    somebody = a_user("nina")
    return {"uid": somebody.uid, "token": default_token_generator.make_token(somebody)}


def version(side: Side) -> dict[str, object]:
    return {**child("article")(side), "number": 1}


def imported(side: Side) -> dict[str, object]:
    """The coder's draft, as if it had been imported with others under its own id."""
    ArticleDraft.objects.filter(pk=side.draft.pk).update(saved_in=side.draft.uid)
    return child("draft")(side)


def waiting(side: Side) -> dict[str, object]:
    """The coder's highlight, as if its place in a new text were uncertain."""
    there = {"project": side.project, "article": side.article, "version": side.article.version, "state": "waiting"}
    placement, _ = Placement.objects.get_or_create(highlight=side.highlight, defaults=there)
    return {"slug": side.project.slug, "uid": placement.uid}


def own_field(side: Side) -> dict[str, object]:
    field, _ = ArticleField.objects.get_or_create(project=side.project, name=f"{side.project} field", type="text")
    return {"slug": side.project.slug, "uid": field.uid}


def own_set(side: Side) -> dict[str, object]:
    there, _ = ArticleSet.objects.get_or_create(project=side.project, name=f"{side.project} set")
    return {"slug": side.project.slug, "uid": there.uid}


FOR_PROGRAMS = "annotations:export"
PUBLIC = {
    "health", "sign-in", "sign-in-to-administration", "sign-out", "ask-reset", "reset-asked", "reset-password",
    "favicon", "invitation", "sign-up", "sign-up-asked", "confirm-sign-up",
}  # fmt: skip
SECRET = {"invitation", "reset-password"}  # the right is in the address

ROUTES: dict[str, Route] = {
    "health": Route(EVERYBODY, nothing),
    "favicon": Route(dict.fromkeys(ACTORS, 302), nothing),
    "sign-in": Route(dict.fromkeys(ACTORS, 302) | {"anonymous": 200}, nothing),
    "sign-in-to-administration": Route(dict.fromkeys(ACTORS, 403) | {"anonymous": 302}, nothing),
    "sign-out": Route(dict.fromkeys(ACTORS, 302), nothing, post),
    "account": Route(SIGNED_IN, nothing),
    "change-password": Route(SIGNED_IN, nothing),
    "display": Route(SIGNED_IN, nothing),
    "end-session": Route(dict.fromkeys(ACTORS, 404) | {"anonymous": 302}, lambda side: {"uid": "0" * 12}, post),
    "end-other-sessions": Route(dict.fromkeys(ACTORS, 302), nothing, post),
    "tokens": Route(SIGNED_IN, nothing),
    "revoke-token": Route(dict.fromkeys(ACTORS, 404) | {"anonymous": 302}, lambda side: {"uid": "0" * 12}, post),
    "sign-up": Route(dict.fromkeys(ACTORS, 404), nothing),  # not by default
    "sign-up-asked": Route(dict.fromkeys(ACTORS, 404), nothing),
    "confirm-sign-up": Route(dict.fromkeys(ACTORS, 404), lambda side: {"token": "guess"}),
    "ask-reset": Route(EVERYBODY, nothing),
    "reset-asked": Route(EVERYBODY, nothing),
    "reset-password": Route(EVERYBODY, reset_link),
    "projects": Route(SIGNED_IN, nothing),
    "annotations:keys": Route(SIGNED_IN, nothing),
    "annotations:new-project": Route(SIGNED_IN, nothing),
    "invitation": Route(EVERYBODY, lambda side: {"token": side.invitation.token}),
    "annotations:library": Route(MEMBERS),
    "edit-project": Route(of(200, "owner")),
    "members": Route(MEMBERS),
    "change-role": Route(of(422, "owner"), member, post),
    "remove-member": Route(of(302, "owner"), member, post),
    "leave-project": Route({**of(302, "reader", "coder"), "owner": 409}, data=post),
    "undo-membership": Route(of(409, "owner"), number, post),
    "hand-over": Route(of(422, "owner"), data=post),
    "invite": Route(of(422, "owner"), data=post),
    "revoke-invitation": Route(of(302, "owner"), invitation, post),
    "add-articles": Route(of(200, "coder", "owner")),
    "drafts": Route(of(200, "coder", "owner")),
    "set-drafts": Route(of(422, "coder", "owner"), data=post),
    "save-drafts": Route(of(302, "coder", "owner"), data=post),
    "confirm-suggestions": Route(of(302, "coder", "owner"), data=post),
    "discard-drafts": Route(of(302, "coder", "owner"), data=post),
    "attach-texts": Route(of(302, "coder", "owner"), data=post),
    "upload": Route(drafter(200), child("upload")),
    "cancel-upload": Route(drafter(302), child("upload"), post),
    "draft": Route(drafter(200), child("draft")),
    "use-suggestion": Route(drafter(302), child("draft"), post),
    "save-as-version": Route(drafter(403), child("draft"), lambda side: {"article": side.article.uid}),
    "undo-correction": Route(drafter(302), child("draft"), post),
    "choose-encoding": Route(drafter(422), child("draft"), post),
    "choose-delimiter": Route(drafter(409), child("draft"), post),
    "choose-columns": Route(drafter(409), child("draft"), post),
    "match-rows": Route(drafter(302), child("draft")),
    "discard-draft": Route(drafter(302), child("draft"), post),
    "set-kind": Route(drafter(422), lambda side: {**child("draft")(side), "number": 1}, post),
    "join-paragraphs": Route(drafter(302), lambda side: {**child("draft")(side), "number": 1}, post),
    "split-paragraph": Route(drafter(302), lambda side: {**child("draft")(side), "number": 1}, post),
    "undo-join": Route(drafter(409), lambda side: {**child("draft")(side), "number": 1, "index": 0}, post),
    "edit-article": Route(of(200, "coder", "owner"), child("article")),
    "article-table": Route(MEMBERS),
    "edit-row": Route(of(302, "coder", "owner"), child("article")),
    "correct-many": Route(of(422, "coder", "owner"), data=post),
    "put-into-set": Route(of(422, "coder", "owner"), data=post),
    "remove-set": Route(of(302, "coder", "owner"), own_set, post),
    "own-fields": Route(of(200, "owner")),
    "edit-field": Route(of(200, "owner"), own_field),
    "remove-article": Route(of(302, "owner"), child("article"), post),
    "annotations:undo-import": Route(drafter(302), imported, post),
    "annotations:codebook": Route(MEMBERS),
    "annotations:tag": Route(MEMBERS, child("tag")),
    "annotations:passages": Route(MEMBERS),
    "annotations:search": Route(MEMBERS),
    "annotations:save-view": Route(of(302, "reader", "coder", "owner"), data=post),
    "annotations:remove-view": Route(of(302, "coder", "owner"), child("saved_view"), post),
    "annotations:count-choices": Route(MEMBERS),
    "annotations:change-passages": Route(of(200, "coder", "owner"), data=post),
    "annotations:overview": Route(MEMBERS),
    "annotations:overview-table": Route(MEMBERS),
    "annotations:picture": Route(MEMBERS, lambda side: {"slug": side.project.slug, "name": "stances"}),
    "annotations:compare": Route(MEMBERS),
    "annotations:portrait": Route(MEMBERS, child("article")),
    "annotations:occurrences": Route(of(200, "coder", "owner")),
    "annotations:export": Route(MEMBERS),
    "annotations:export-page": Route(MEMBERS),
    "also": Route(MEMBERS, child("article")),
    "annotations:add-facet": Route(of(422, "owner"), data=post),
    "annotations:edit-facet": Route(of(422, "owner"), child("facet"), post),
    "annotations:add-tag": Route(of(422, "coder", "owner"), child("facet"), post),
    "annotations:edit-tag": Route(of(422, "owner"), child("tag"), post),
    "annotations:arrange-tags": Route(of(422, "owner"), data=post),
    "annotations:split-tag": Route(of(422, "owner"), child("tag"), post),
    "annotations:deal-passages": Route(of(302, "owner"), child("tag"), post),
    "annotations:codebook-versions": Route(MEMBERS),
    "annotations:look-again": Route(of(422, "coder", "owner"), data=post),
    "annotations:entities": Route(MEMBERS),
    "annotations:entity": Route(MEMBERS, child("entity")),
    "annotations:edit-entity": Route(of(422, "owner"), child("entity"), post),
    "annotations:merge-entities": Route(of(422, "owner"), data=post),
    "annotations:tag-meaning": Route(MEMBERS, child("tag")),
    "annotations:tag-examples": Route(of(200, "owner"), child("tag")),
    "annotations:archive-tag": Route(of(302, "owner"), child("tag"), post),
    "annotations:unarchive-tag": Route(of(302, "owner"), child("tag"), post),
    "annotations:add-preset": Route(of(422, "owner"), data=post),
    "annotations:import-codebook": Route(of(422, "owner"), data=post),
    "annotations:export-codebook": Route(MEMBERS, lambda side: {"slug": side.project.slug, "kind": "json"}),
    "annotations:merge-tags": Route(of(422, "owner"), data=post),
    "annotations:article": Route(MEMBERS, child("article")),
    "annotations:paragraphs": Route(MEMBERS, paragraphs),
    "annotations:notes": Route(MEMBERS, paragraphs),
    "annotations:notes-around": Route(MEMBERS, around),
    "annotations:legend": Route(MEMBERS, child("article")),
    "annotations:follow-project": Route(MEMBERS),
    "annotations:follow-article": Route(MEMBERS, child("article")),
    "annotations:followed": Route(MEMBERS, child("article")),
    "present": Route(MEMBERS),
    "annotations:keep-position": Route(
        of(204, "reader", "coder", "owner"), child("article"), lambda side: {"position": 1}
    ),
    "annotations:finish-reading": Route(of(302, "reader", "coder", "owner"), child("article"), post),
    "annotations:skip-article": Route(of(302, "coder", "owner"), child("article"), post),
    "annotations:work": Route(MEMBERS),
    "annotations:changes": Route(MEMBERS),
    "annotations:restore": Route(of(302, "owner"), number, post),
    "annotations:change-work": Route(of(422, "owner"), data=post),
    "annotations:deal-work": Route(of(422, "owner"), data=post),
    "annotations:palette-codebook": Route(MEMBERS),
    "annotations:highlight": Route(MEMBERS, child("highlight")),
    "annotations:add-highlight": Route(of(422, "coder", "owner"), child("article"), post),
    "annotations:add-highlight-again": Route(of(422, "coder", "owner"), child("article"), post),
    "annotations:add-taggings-again": Route(of(422, "coder", "owner"), child("highlight"), post),
    "annotations:pin-tag": Route(of(422, "coder", "owner"), child("tag"), post),
    "annotations:speaker": Route(
        of(200, "coder", "owner"), lambda side: {**child("article")(side), "start": 0, "end": 3}
    ),
    "annotations:add-tagging": Route(of(422, "coder", "owner"), child("highlight"), post),
    "annotations:write-note": Route(of(422, "coder", "owner"), child("highlight"), post),
    "annotations:move-edges": Route(of(422, "coder"), child("highlight"), post),
    "annotations:split-highlight": Route(of(422, "coder"), child("highlight"), post),
    "annotations:merge-highlights": Route(of(422, "coder"), child("highlight"), post),
    "annotations:remove-highlight": Route(of(200, "coder"), child("highlight"), post),
    "annotations:edit-note": Route(of(422, "coder"), child("note"), post),
    "annotations:remove-note": Route(of(200, "coder"), child("note"), post),
    "annotations:note": Route(dict.fromkeys(MEMBERS, 302) | {"stranger": 404}, child("note")),
    "annotations:reply-to-note": Route(of(422, "coder", "owner"), child("note"), post),
    "annotations:resolve-note": Route(of(200, "coder", "owner"), child("note"), post),
    "annotations:reopen-note": Route(of(200, "coder", "owner"), child("note"), post),
    "annotations:talk": Route(MEMBERS, child("article")),
    "annotations:write-article-note": Route(of(422, "coder", "owner"), child("article"), post),
    "annotations:people": Route(of(200, "coder", "owner"), child("article")),
    "annotations:choose-moment": Route(dict.fromkeys(MEMBERS, 302) | {"stranger": 404}, child("article")),
    "annotations:moment": Route(MEMBERS, moment),
    "annotations:written": Route(MEMBERS),
    "annotations:write-article-memo": Route(of(422, "coder", "owner"), child("article"), post),
    "annotations:write-tag-memo": Route(of(422, "coder", "owner"), child("tag"), post),
    "annotations:write-project-memo": Route(of(422, "coder", "owner"), data=post),
    "annotations:edit-memo": Route(of(422, "coder"), child("memo"), post),
    "annotations:remove-memo": Route(of(200, "coder"), child("memo"), post),
    "annotations:inbox": Route(SIGNED_IN, nothing),
    "annotations:unread": Route(SIGNED_IN, nothing),
    "annotations:read-notices": Route(SIGNED_IN, nothing, post),
    "annotations:remove-tagging": Route(of(200, "coder"), child("tagging"), post),
    "annotations:undo": Route({**of(200, "coder"), "owner": 409}, change, post),
    "annotations:edit-text": Route(of(200, "owner"), child("article")),
    "annotations:read-newer-text": Route(of(422, "owner"), child("article"), post),
    "annotations:text-versions": Route(MEMBERS, child("article")),
    "annotations:text-version": Route(dict.fromkeys(MEMBERS, 302) | {"stranger": 404}, version),
    "annotations:version-text": Route(MEMBERS, version),
    "annotations:version-table": Route(MEMBERS, version),
    "annotations:placing": Route(MEMBERS, lambda side: {"slug": waiting(side)["slug"]}),
    "annotations:decide-placing": Route(
        of(302, "coder", "owner"), data=lambda side: {"placement": waiting(side)["uid"], "decision": "leave"}
    ),
    "annotations:choose-place": Route(of(200, "coder", "owner"), waiting),
}


def named_routes() -> dict[str, set[str]]:
    """The names of all routes but the admin's, with their parameters."""
    found: dict[str, set[str]] = {}

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                space = pattern.namespace
                if space != "admin":
                    walk(pattern.url_patterns, f"{prefix}{space}:" if space else prefix)
            else:
                name = f"{prefix}{pattern.name}" if pattern.name else f"/{pattern.pattern}"
                found[name] = set(pattern.pattern.converters)

    walk(get_resolver().url_patterns, "")
    return found


def a_blind_side() -> Side:
    side = a_side("Blind", "olga", "anna", "rita", blind=True)
    join(project=side.project, user=a_user("bob"), role=Role.CODER, actor=a_user("olga"))
    made_by_others(side)
    return side


@pytest.fixture(scope="module")
def own(kept) -> Side:
    kept(lambda: a_user("sam"))
    return kept(lambda: a_side("Own", "olga", "anna", "rita"))


@pytest.fixture(scope="module")
def foreign(kept) -> Side:
    return kept(lambda: a_side(CANARY, "zoe", "zed", "zac"))


@pytest.fixture(scope="module")
def blind(kept) -> Side:
    return kept(a_blind_side)


@pytest.fixture(scope="module")
def clients(kept, own) -> dict[str, Client]:
    """Of each actor, and of one who looked in as an owner and was then removed."""
    return kept(lambda: {**{actor: client_of(actor) for actor in ACTORS}, "removed": a_removed_one(own)})


def a_removed_one(side: Side) -> Client:
    member = join(project=side.project, user=a_user("rex"), role=Role.OWNER, actor=a_user("olga"))
    client = Client(headers={"Corpus-Reader": "1"})
    client.force_login(a_user("rex"))
    assert client.get(reverse("members", args=[side.project.slug])).status_code == 200
    remove_member(membership=member, actor=a_user("olga"))
    return client


def ask(client: Client, route: Route, url: str, side: Side) -> tuple[int, str]:
    """Status and body; what the request did is rolled back, to the client's cookies, too."""
    client = copy(client)
    client.cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.get(url) if route.data is None else client.post(url, route.data(side))
        body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return response.status_code, body.decode()


def test_every_route_is_in_the_matrix():
    assert set(named_routes()) - {"/"} == set(ROUTES)


@pytest.mark.parametrize("name", ROUTES)
def test_who_gets_in(name, own, foreign, clients):
    route = ROUTES[name]
    url = reverse(name, kwargs=route.where(own))
    answers = {actor: ask(clients[actor], route, url, own) for actor in ACTORS}
    assert {actor: status for actor, (status, _) in answers.items()} == route.statuses
    assert not [actor for actor, (_, body) in answers.items() if CANARY in body.lower()]


@pytest.mark.parametrize("name", [n for n, route in ROUTES.items() if route.where is not nothing])
def test_who_was_removed_is_a_stranger_with_the_next_request(name, own, foreign, clients):
    route = ROUTES[name]
    status, body = ask(clients["removed"], route, reverse(name, kwargs=route.where(own)), own)
    assert status == route.statuses["stranger"] and CANARY not in body.lower()


OF_HIDDEN = {"annotations:highlight", "annotations:note", "annotations:notes-around", "annotations:edit-memo"}
# What else can be fetched is in test_blindness.py, before and after others have done something.
POSTED = {name for name, route in ROUTES.items() if route.data and route.where is not nothing}


@pytest.mark.parametrize("name", sorted(POSTED | OF_HIDDEN | {"annotations:moment"}))
def test_who_works_blind_meets_nobodys_work(name, blind, foreign):
    """What another coder made is not there, and what they wrote stands on no page; nor does what is an owner's."""
    side, route, where = blind, ROUTES[name], ROUTES[name].where(blind)
    client = Client(headers={"Corpus-Reader": "1"})
    client.force_login(a_user("bob"))
    status, body = ask(client, route, reverse(name, kwargs=where), side)
    assert CANARY not in body.lower()
    uids = {made.uid for made in (side.highlight, side.tagging, side.note, side.memo, side.saved_view)}
    hidden = {*uids, sealed(side.change), side.change.number}
    if hidden & set(where.values()) and name != "annotations:moment":
        assert status in (404, 403) and side.highlight.uid not in body
    else:
        assert status == route.statuses["coder"] or name in OF_WHO_BEGAN_IT
        assert side.highlight.uid not in body and side.note.uid not in body


def made_by_others(side: Side) -> None:
    for name in ("anna", "olga"):
        author = a_user(name)
        actions.write_note(highlight=side.highlight, author=author, text=CANARY)
        actions.write_note(article=side.article, author=author, text=CANARY)
        for where in ({"article": side.article}, {"tag": side.tag}, {}):
            actions.write_memo(project=side.project, author=author, text=CANARY, is_shared=True, **where)


OF_WHO_BEGAN_IT = {
    "draft", "use-suggestion", "undo-correction", "choose-encoding", "choose-columns", "discard-draft", "set-kind",
    "join-paragraphs", "split-paragraph",
    "choose-delimiter", "match-rows", "undo-join", "upload",
    "annotations:undo-import", "cancel-upload", "annotations:decide-placing", "annotations:choose-place",
    "save-as-version",
}  # fmt: skip


@pytest.mark.parametrize("name", ROUTES)
def test_what_a_program_with_a_token_gets(name, own, foreign):
    """The CSV, as its owner would; else what is everybody's, and a refusal."""
    _, secret = make_token(user=a_user("olga"), uid=new_id(), name="report", days=7)
    client, route = Client(headers={"Authorization": f"Bearer {secret}"}), ROUTES[name]
    status, body = ask(client, route, reverse(name, kwargs=route.where(own)), own)
    assert status == (200 if name == FOR_PROGRAMS else route.statuses["anonymous"] if name in PUBLIC else 403)
    assert CANARY not in body.lower()
    if name == FOR_PROGRAMS:
        assert ask(client, route, reverse(name, kwargs=route.where(foreign)), foreign)[0] == 404


@pytest.mark.parametrize("name", [n for n, route in ROUTES.items() if route.where is not nothing and n not in SECRET])
def test_a_foreign_project_and_a_foreign_child_are_not_there(name, own, foreign, clients):
    route = ROUTES[name]
    theirs, mine = route.where(foreign), route.where(own)
    addresses = [theirs]
    if len(theirs) > 1 and "slug" in theirs:
        addresses.append({**theirs, "slug": mine["slug"]})
    for where in addresses:
        if where == mine:
            continue
        for actor in ("reader", "coder", "owner"):
            status, body = ask(clients[actor], route, reverse(name, kwargs=where), foreign)
            assert status in (404, 403) and CANARY not in body.lower(), (actor, where, status)
            assert status == 404 or where["slug"] == mine["slug"], (actor, where, status)
