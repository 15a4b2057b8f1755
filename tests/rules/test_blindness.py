"""What others do in a blind project changes nothing that a blind coder can fetch: no text, count, state or header."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from annotations import actions
from annotations.actions.again import KEEP, look_again
from annotations.actions.saving import save_view
from annotations.models import Tagging
from corpus_app.live.cursors import number_from
from corpus_app.models import Standing
from tests.factories import a_highlight, a_stance, a_tagging, a_user, an_article
from tests.rules.test_access_matrix import OF_HIDDEN, OF_WHO_BEGAN_IT, ROUTES, SECRET, a_blind_side, nothing
from tests.rules.world import CANARY, Side

pytestmark = pytest.mark.django_db

STREAMS = {"annotations:follow-project", "annotations:follow-article"}  # tests/app/test_live.py
# The same addresses, asked for more; and those of no project, which show what is in all of them.
MORE = {
    "annotations:article": ("notes=all",),
    "annotations:library": ("sort=date", "q=sanctions"),
    "annotations:passages": ("group=coder", "group=tag&around=none", "coder={anna}", "coded=blind", "untagged=1"),
    "annotations:count-choices": ("tag={tag}",),
    "annotations:tag": ("group=target",),
    "annotations:entities": ("words=e",),
    "annotations:search": ("q=sanctions", "q=another", "q=memo&where=notes", "q=work&order=left"),
    "annotations:overview": ("columns=coder", "columns=tag&rows=tag"),
    "annotations:picture": ("as=csv",),
    "annotations:compare": ("as=csv",),
    "annotations:export": ("flavour=analysis", "coder={anna}"),
    "annotations:changes": ("person={anna}", "highlight={highlight}"),
    "annotations:followed": ("paragraphs=1-9&tags={tag}&looks={tag}&highlight={highlight}",),
    "annotations:written": ("author={anna}", "state=resolved"),
    "annotations:choose-moment": ("at=2099-01-01T10:00",),
    "present": ("here={anna}",),
    "projects": (), "annotations:inbox": (), "annotations:unread": (),
}
EACH_TIME = re.compile(r'"\w{64}"|data-after="\w+"|\w+\s(?:second|minute)s? ago')


@pytest.fixture
def side() -> Side:
    """Where Anna and Bob have coded the same article, and the tag means something else since; another is not blind."""
    side = a_blind_side()
    actions.open_to_all(
        project=side.project, actor=a_user("olga"), articles=[an_article(side.project, "Not blind.", title="Open")]
    )
    mark = a_highlight(side.article, "says that", by="bob", tags=(side.tag,))
    actions.write_note(highlight=mark, author=a_user("bob"), text="By Bob")
    actions.edit_tag(tag=side.tag, actor=a_user("olga"), definition="Trade only.", new_meaning="Too wide.")
    return side


def done_by_others(side: Side) -> None:
    project, article = side.project, side.article
    for name in ("anna", "olga"):
        person = a_user(name)
        mark = a_highlight(article, "sanctions work", by=name, tags=(side.tag,))
        a_tagging(mark, a_stance(project, "against"), by=name, target=side.entity)
        note = actions.write_note(highlight=mark, author=person, text="Another note")
        actions.write_note(highlight=mark, parent=note, author=person, text="And a reply")
        actions.resolve_note(note=note, actor=person)
        actions.write_note(article=article, author=person, text="On another article")
        for where in ({"article": article}, {"tag": side.tag}, {}):
            actions.write_memo(project=project, author=person, text="Another memo", is_shared=True, **where)
        save_view(project=project, owner=person, name=f"Of {name}", query="noted=yes", is_shared=True)
    anna = a_user("anna")
    waiting = Tagging.objects.filter(coder=anna, tag=side.tag, highlight=side.highlight)
    look_again(project=project, actor=anna, decided=dict.fromkeys(waiting, KEEP))
    actions.assign(project=project, actor=a_user("olga"), pairs=[(article, anna)])
    actions.remove_tagging(tagging=a_tagging(side.highlight, a_stance(project, "against")), actor=anna)
    actions.finish_reading(article=article, coder=anna)


def addresses(side: Side) -> dict[str, str]:
    """With the name of the route of each."""
    said = {"anna": a_user("anna").uid, "tag": side.tag.uid, "highlight": side.highlight.uid}
    found = {}
    for name, route in ROUTES.items():
        if route.data is None and name not in SECRET | STREAMS and (route.where is not nothing or name in MORE):
            url = reverse(name, kwargs=route.where(side))
            found |= dict.fromkeys([url, *(f"{url}?{query.format(**said)}" for query in MORE.get(name, ()))], name)
    return found


def told(response: HttpResponse) -> tuple[int, dict[str, str], str]:
    body = b"".join(response) if response.streaming else response.content
    noise = ("Content-Length", "Content-Security-Policy")
    headers = {name: said for name, said in response.items() if name not in noise}
    return response.status_code, headers, EACH_TIME.sub("", body.decode())


def test_where_the_diary_is_does_not_tell_whether_anybody_has_done_anything(side):
    bob, project = Client(), side.project
    bob.force_login(a_user("bob"))
    pages = [bob.get(reverse("annotations:library", args=[project.slug])).text for _ in range(2)]
    first, second = (re.search(r'data-after="(\w+)"', page)[1] for page in pages)
    assert first != second
    project.refresh_from_db()
    blind = Standing((), (project.pk,))
    assert {number_from(project.pk, blind, text) for text in (first, second)} == {project.change_number}
    assert number_from(project.pk, blind, str(project.change_number)) is None
    assert number_from(project.pk + 1, blind, first) is None


def test_what_others_do_changes_nothing_that_a_blind_coder_fetches(side):
    bob, urls = Client(headers={"Corpus-Reader": "1"}), addresses(side)
    bob.force_login(a_user("bob"))
    for url, name in urls.items():  # is opened by being looked at; is counted, and kept
        if name in ("annotations:article", "annotations:overview", "annotations:passages", "annotations:tag"):
            bob.get(url)
    before = {url: told(bob.get(url)) for url in urls}
    for url, name in urls.items():
        status, _, body = before[url]
        assert status == ROUTES[name].statuses["coder"] or name in OF_WHO_BEGAN_IT | OF_HIDDEN, url
        hidden = {CANARY, side.highlight.uid, side.note.uid, side.memo.uid, side.saved_view.uid}
        assert not [word for word in hidden if word in body.lower() and word not in url], url
    done_by_others(side)
    assert [url for url in urls if told(bob.get(url)) != before[url]] == []
