"""Requests that arrive at the same moment: one article from two saves, and no correction lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from corpus_app.actions import bringing
from corpus_app.actions import drafts as verbs
from corpus_app.importing.blocks import Kind
from corpus_app.models import Article, ArticleDraft, Change, Role
from tests.factories import a_project, a_user

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "\n\n".join(
    f"Paragraph {n} " + "says a good deal more about the quay than it needs to. " * (n % 3 + 1) for n in range(8)
)


def at_once(*calls):
    def run(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


@pytest.fixture
def draft():
    project = a_project("Quay", anna=Role.CODER)
    return bringing.add_draft(project=project, added_by=a_user("anna"), name="quay.txt", content=TEXT.encode())


def test_saving_twice_at_once_makes_one_article(draft):
    save = [lambda: verbs.save_draft(draft=draft, actor=draft.added_by, title="The quay")] * 4
    saved = at_once(*save)
    assert {article.pk for article in saved} == set(Article.objects.values_list("pk", flat=True))
    assert len(set(saved)) == 1 and Change.objects.filter(verb="add-article").count() == 1


def test_no_key_press_is_lost_when_answers_come_late(draft):
    numbers = [block["n"] for block in draft.blocks]
    at_once(*(lambda n=n: verbs.set_kind(draft=draft, number=n, kind=Kind.QUOTE) for n in numbers))
    draft.refresh_from_db()
    assert {block["kind"] for block in draft.blocks} == {"quote"} and len(draft.steps) == len(numbers)


def test_the_same_upload_twice_at_once_waits_once(draft):
    file = {"project": draft.project, "added_by": draft.added_by, "name": "new.txt", "content": b"One new text."}
    assert len({one.pk for one in at_once(*[lambda: bringing.add_draft(**file)] * 3)}) == 1
    assert ArticleDraft.objects.count() == 2
