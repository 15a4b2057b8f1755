"""A page takes the same number of queries for few rows and for six times as many."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations import actions
from annotations.kept import KEPT
from corpus_app.actions import invite, join
from corpus_app.models import ArticleDraft, Role
from tests.factories import a_highlight, a_stance, a_tag, a_tagging, a_user, an_article, an_entity
from tests.rules.test_access_matrix import ROUTES
from tests.rules.world import Side, a_draft, a_side, client_of

pytestmark = pytest.mark.django_db

PAGES = [name for name, route in ROUTES.items() if route.data is None and route.statuses["owner"] < 400]
FEW, MANY = 3, 18


def grow(side: Side, first: int, last: int) -> None:
    """Every kind of row a page may list, numbered first to last."""
    project, olga = side.project, a_user("olga")
    for n in range(first, last):
        join(project=project, user=a_user(f"coder{n}"), role=Role.CODER, actor=olga)
        texts = [f"Paragraph {n} {m}." for m in range(3)]
        article = an_article(project, *texts, source=f"Source {n}", author=f"Author {n}")
        tag, target = a_tag(project, f"Tag {n}", parent=side.tag if n % 2 else None), an_entity(project, f"Target {n}")
        for place, quote in ((side.article, "sanctions"), (article, f"{n} 1")):
            highlight = a_highlight(place, quote, by=f"coder{n}", tags=(tag, side.tag))
            a_tagging(highlight, a_stance(project, "for"), by=f"coder{n}", target=target)
            note = actions.write_note(highlight=highlight, author=olga, text="Why?")
            actions.write_note(parent=note, highlight=highlight, author=a_user(f"coder{n}"), text="Because, @Olga.")
        a_tagging(side.highlight, a_stance(project, "against"), by=f"coder{n}", target=target)
        actions.write_note(highlight=side.highlight, author=a_user(f"coder{n}"), text="Why not?")
        for where in ({"article": side.article}, {"tag": side.tag}, {}):
            actions.write_memo(project=project, author=a_user(f"coder{n}"), text=f"Memo {n}", is_shared=True, **where)
        talk = actions.write_note(article=side.article, author=olga, text=f"What do you say, @Coder{n}?")
        actions.write_note(parent=talk, author=a_user(f"coder{n}"), text="This, @Olga.")
        invite(project=project, actor=olga, role=Role.READER)
        a_draft(project, "olga", f"Draft {n}")
    ArticleDraft.objects.filter(pk=side.draft.pk).update(added_by=olga)


def queries_of(name: str, side: Side) -> list[str]:
    """The queries of a page's second visit; what the visits changed is rolled back."""
    client, url = client_of("owner"), reverse(name, kwargs=ROUTES[name].where(side))
    with transaction.atomic():
        client.get(url)
        KEPT.forget()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
            _ = b"".join(response) if response.streaming else response.content
        assert response.status_code in (200, 302), url
        transaction.set_rollback(True)
    return [query["sql"][:160] for query in captured]


def test_the_number_of_queries_does_not_grow_with_the_rows():
    own = a_side("Own", "olga", "anna", "rita")
    grow(own, 0, FEW)
    few = {name: queries_of(name, own) for name in PAGES}
    grow(own, FEW, MANY)
    many = {name: queries_of(name, own) for name in PAGES}
    assert {name: sorted(set(many[name]) - set(few[name])) for name in PAGES if len(many[name]) != len(few[name])} == {}
