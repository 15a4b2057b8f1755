"""A list that would look different offers to be shown anew, as somebody else's deed is told; others stay silent."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from annotations import actions
from annotations.live import describe
from corpus_app.live.admission import standings_of
from corpus_app.live.diary_reader import news
from corpus_app.models import Project
from tests.app.test_following import (
    ANNA,
    DEEDS,
    OLGA,
    Followed,
    Ground,
    add_field,
    edit_entity,
    edit_field,
    fill_set,
    make_blind,
    remove_view,
    said_of,
    save_view,
    tag_passages,
)
from tests.factories import a_user
from tests.reading import address, client_of, parsed, text_of

pytestmark = pytest.mark.django_db
LISTS = ("passages", "article-table", "library", "entities", "work")
TOLD = [
    save_view, remove_view, add_field, edit_field, fill_set, tag_passages, edit_entity,
    *(deed for deed in DEEDS if deed.__name__ in ("correct_many", "assign", "merge_tags", "edit_tag", "add_article")),
]


@pytest.fixture(scope="module")
def opened(kept) -> Followed:
    return kept(lambda: Followed(Ground.prepared()))


@pytest.fixture(scope="module")
def before(kept, opened) -> dict[str, tuple[str, set[str]]]:
    return kept(lambda: lists(opened.ground.project))


def lists(project: Project) -> dict[str, tuple[str, set[str]]]:
    """What Ben reads on each, and the parts of the project for which its page waits."""
    ben, found = client_of("ben"), {}
    for name in LISTS:
        body = parsed(ben.get(url_of(name, project)).text)
        live = next(body.iter("corpus-live"))
        found[name] = text_of(next(body.iter("main"))), set(live.get("data-watch", "").split())
    return found


def url_of(name: str, project: Project) -> str:
    return f"/projects/{project.slug}/table/" if name == "article-table" else address(name, project)


def told_to_ben(page: Followed, since: int) -> list[dict]:
    project = page.ground.project
    view = page.listener.view._replace(standing=standings_of([page.listener])[page.listener], article="")
    told = news(project.pk, since, Project.objects.get(pk=project.pk).change_number, describe)
    return [said for said in (event.said_to(view) for event in told.events) if said]


@pytest.mark.parametrize("deed", TOLD, ids=lambda deed: deed.__name__)
def test_a_list_that_looks_different_offers_to_be_shown(deed: Callable[[Ground], object], opened: Followed, before):
    page = deepcopy(opened)
    ground, since = page.ground, page.number
    deed(ground)
    about = {part for said in told_to_ben(page, since) for part in said["about"]}
    different = {name for name, (text, _) in lists(ground.project).items() if text != before[name][0]}
    assert different or deed is remove_view, "the deed shows nothing: it tests nothing"
    assert different <= {name for name, (_, waits_for) in before.items() if about & waits_for}


def test_a_view_for_oneself_and_one_of_a_blind_project_are_told_to_nobody_else(opened):
    page = deepcopy(opened)
    ground = page.ground
    save_view(ground, is_shared=False)
    make_blind(ground)
    since = Project.objects.get(pk=ground.project.pk).change_number
    save_view(ground)
    assert told_to_ben(page, since) == []


def test_another_name_of_what_a_stance_is_about_is_told_with_its_passages(opened):
    page = deepcopy(opened)
    ground = page.ground
    harbour = said_of(ground, "Harbour", ANNA)
    since = Project.objects.get(pk=ground.project.pk).change_number
    actions.edit_entity(entity=harbour, actor=a_user(OLGA), name="Port")
    said, = told_to_ben(page, since)
    assert (said["highlights"], said["paragraphs"]) == ([ground.mine.uid], "1-1")
