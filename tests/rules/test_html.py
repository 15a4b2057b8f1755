"""Every page, part and refusal is HTML by its standard: no parse error, ids once, references that lead somewhere."""

from copy import deepcopy

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from corpus_app.models import Role
from tests.factories import a_project, a_user
from tests.markup import faults
from tests.rules.test_access_matrix import ROUTES, SECRET, Route, nothing
from tests.rules.world import Side, a_side, client_of

pytestmark = pytest.mark.django_db
ASKED_WITH = {  # further states of pages, by what stands behind the question mark
    "annotations:article": ("notes=all",),
    "annotations:passages": ("text=sanctions", "tag=nothing", "untagged=1"),
    "annotations:overview": ("by=coder&sort=total", "text=nothing", "tag=nothing"),
    "annotations:library": ("q=nothing", "sort=title"),
    "annotations:occurrences": ("q=sanctions", "q=nothing", "q="),
    "annotations:changes": ("about=tags",),
}


def body_of(response: HttpResponse) -> str:
    return (b"".join(response) if response.streaming else response.content).decode()


def asked(client: Client, route: Route, url: str, side: Side) -> HttpResponse:
    """What the request did is rolled back, and the browser stays signed in."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.get(url) if route.data is None else client.post(url, route.data(side))
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def problems(client: Client, side: Side, *, at_least: int = 0) -> list[str]:
    found, seen = [], 0
    for name, route in ROUTES.items():
        url = reverse(name, kwargs=route.where(side))
        for query in ("", *(f"?{said}" for said in ASKED_WITH.get(name, ()))):
            response = asked(client, route, url + query, side)
            if response.get("Content-Type", "").startswith("text/html") and response.status_code != 302:
                seen += 1
                found += [f"{name}{query} ({response.status_code}): {fault}" for fault in faults(body_of(response))]
    assert seen >= at_least, "the test has looked at nothing"
    return found


@pytest.mark.parametrize("actor", ["coder", "owner", "reader"])
def test_what_members_get_is_valid(actor):
    assert problems(client_of(actor), a_side("Own", "olga", "anna", "rita"), at_least=80) == []


def test_what_a_browser_without_script_gets_is_valid():
    """Refusals come as pages then."""
    side, client = a_side("Own", "olga", "anna", "rita"), Client()
    client.force_login(a_user("anna"))
    assert problems(client, side, at_least=80) == []


def test_what_strangers_and_nobody_get_is_valid():
    side = a_side("Own", "olga", "anna", "rita")
    a_user("sam")
    assert problems(client_of("stranger"), side) == []
    assert problems(client_of("anonymous"), side) == []


def test_empty_pages_are_valid():
    project, client = a_project(anna=Role.OWNER), Client()
    client.force_login(a_user("anna"))
    found = []
    for name, route in ROUTES.items():
        if route.data is None and name not in SECRET and route.where in (Route.where, nothing):
            kwargs = {} if route.where is nothing else {"slug": project.slug}
            response = client.get(reverse(name, kwargs=kwargs))
            if response.get("Content-Type", "").startswith("text/html") and response.status_code == 200:
                found += [f"{name}: {fault}" for fault in faults(body_of(response))]
    assert found == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p>a</p></p>", "unexpected-end-tag"),
        ("<p id=a id=b>a</p>", "duplicate-attribute"),
        ("<p id=a>a</p><p id=a>b</p>", "id 'a' stands 2 times"),
        ("<!doctype html><title>t</title><label for=x>a</label>", "for='x'"),
        ("<!doctype html><title>t</title><p aria-describedby='a b' id=a>a</p>", "aria-describedby='b'"),
        ("<!doctype html><title>t</title><a href='#x'>a</a>", "leads nowhere"),
        ("<a href=x><button>a</button></a>", "<button> inside <a>"),
        ("<ul><li role=option><a href=x>a</a></li></ul>", "<a> inside <li>"),
    ],
)
def test_a_fault_is_found(html, fault):
    assert fault in " ".join(faults(html))
    assert faults("<p id=a>A <b>good</b> &amp; <a href='#elsewhere'>whole</a> one</p>") == []
