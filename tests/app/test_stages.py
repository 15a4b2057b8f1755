"""Codings made before and after the reveal stay told apart: in the panel, in the passages, by the export's filter."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from annotations import actions
from annotations.models import Tagging
from annotations.stages import Stage, Stages
from corpus_app.actions import edit_project
from corpus_app.models import Project, Role
from tests.factories import a_highlight, a_project, a_tag, a_tagging, a_user, an_article
from tests.reading import address, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER, blind=True)


@pytest.fixture
def article(project):
    return an_article(project, "The quay stays open, they say.")


def reveal(article):
    actions.reveal(project=article.project, actor=a_user("olga"), articles=[article])


def hide(article):
    actions.hide(project=article.project, actor=a_user("olga"), articles=[article])


def coded(project, stage, name="olga"):
    """The quotes and coders that browsing and the export give."""
    asked = {"coded": stage, "flavour": "analysis"}
    text = b"".join(client_of(name).get(address("export", project), asked)).decode()
    exported = sorted((row["quote"], row["tag"]) for row in csv.DictReader(io.StringIO(text)))
    page = client_of(name).get(address("passages", project), {"coded": stage}).text
    assert all(f">{quote}</mark>" in page for quote, _ in exported)
    assert all(stage_of(tagging) == stage for tagging in Tagging.objects.filter(tag__name__in=[t for _, t in exported]))
    return exported


def stage_of(tagging):
    stages = Stages.of(Project.objects.get(pk=tagging.project_id), [tagging.article_id])
    return stages.stage(tagging.article_id, tagging.coder_id, tagging.created_at)


def test_before_and_after_the_reveal_and_after_hiding_again(project, article):
    mark = a_highlight(article, "quay", by="anna", tags=(a_tag(project, "One"),))
    reveal(article)
    a_tagging(mark, a_tag(project, "Two"), by="anna")
    hide(article)
    a_tagging(mark, a_tag(project, "Three"), by="anna")
    reveal(article)
    a_tagging(mark, a_tag(project, "Four"), by="anna")
    a_highlight(article, "open", by="anna")
    assert coded(project, Stage.BLIND) == [("quay", "One")]
    assert coded(project, Stage.SEEING) == [("open", ""), ("quay", "Four"), ("quay", "Three"), ("quay", "Two")]
    panel = client_of("anna").get(address("highlight", project, mark.uid)).text
    assert panel.count('class="stage blind"') == 1 and panel.count('class="stage seeing"') == 3


def test_who_had_it_still_to_code_stays_blind_until_done(project, article):
    actions.assign(project=project, actor=a_user("olga"), pairs=[(article, a_user("ben"))])
    reveal(article)
    mark = a_highlight(article, "quay", by="ben", tags=(a_tag(project, "One"),))
    actions.finish_reading(article=article, coder=a_user("ben"))
    actions.reopen_article(article=article, coder=a_user("ben"))
    a_tagging(mark, a_tag(project, "Two"), by="ben")
    assert coded(project, Stage.BLIND) == [("quay", "One")] and coded(project, Stage.SEEING) == [("quay", "Two")]


def test_owners_always_see_others(project, article):
    a_highlight(article, "quay", by="olga", tags=(a_tag(project, "One"),))
    assert coded(project, Stage.SEEING) == [("quay", "One")] and coded(project, Stage.BLIND) == []


def test_when_blindness_begins_and_ends_as_a_whole(article, project):
    def switch(blind):
        edit_project(project=project, actor=a_user("olga"), name=project.name, blind=blind)

    mark = a_highlight(article, "quay", by="anna", tags=(a_tag(project, "One"),))
    switch(False)
    a_tagging(mark, a_tag(project, "Two"), by="anna")
    switch(True)
    a_tagging(mark, a_tag(project, "Three"), by="anna")
    assert coded(project, Stage.BLIND) == [("quay", "One")]
    assert coded(project, Stage.SEEING) == [("quay", "Three"), ("quay", "Two")]


def test_a_project_that_was_open_before_it_was_blind():
    project = a_project(anna=Role.CODER)
    mark = a_highlight(an_article(project, "The quay."), "quay", by="anna", tags=(a_tag(project, "One"),))
    edit_project(project=project, actor=a_user("olga"), name=project.name, blind=True)
    a_tagging(mark, a_tag(project, "Two"), by="anna")
    assert coded(project, Stage.BLIND) == [("quay", "Two")] and coded(project, Stage.SEEING) == [("quay", "One")]


def test_where_it_was_never_blind_nothing_is_told_apart():
    project = a_project(anna=Role.CODER)
    mark = a_highlight(an_article(project, "The quay."), "quay", by="anna")
    stages = Stages.of(project, [mark.article_id])
    assert stages.stage(mark.article_id, mark.author_id, timezone.now() - timedelta(days=1)) is None
    page = client_of("anna").get(address("passages", project)).text
    assert "Blind or not" not in page and 'class="stage' not in page
    refused = client_of("anna").get(address("passages", project), {"coded": "x"})
    assert refused.status_code == 422 and "blind, seeing" in refused.text
