"""An article as it was right after each change: every moment equals what the page showed then."""

from copy import deepcopy

import pytest

from annotations import actions
from corpus_app import actions as corpus_actions
from corpus_app.live.cursors import cursor
from corpus_app.models import Project, Role, Standing
from tests.app.test_following import DEEDS, Ground, reveal
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article
from tests.reading import address, by_id, client_of, parsed, reading_url, rows

pytestmark = pytest.mark.django_db
NOT_OF_THE_TEXT = {  # what one may see now counts, not then
    "make_blind", "hide", "reveal", "open_to_all", "blind_only_in", "remove_member",
}  # fmt: skip


def shown(name, article):
    return rows(parsed(client_of(name).get(reading_url(article), {"notes": "all"}).text))


def shown_as_of(name, article, number):
    answer = client_of(name).get(address("moment", article.project, article.uid, number))
    assert answer.status_code == 200
    return rows(parsed(answer.text))


OF_THE_TEXT = [deed for deed in DEEDS if deed.__name__ not in NOT_OF_THE_TEXT]


@pytest.fixture(scope="module")
def prepared(kept) -> Ground:
    return kept(Ground.prepared)


@pytest.mark.parametrize("deed", OF_THE_TEXT, ids=lambda deed: deed.__name__)
def test_before_a_deed_the_article_is_as_it_was(deed, prepared):
    ground = deepcopy(prepared)
    number = Project.objects.get(pk=ground.project.pk).change_number
    before = shown("ben", ground.article)
    deed(ground)
    assert shown_as_of("ben", ground.article, number) == before
    now = Project.objects.get(pk=ground.project.pk).change_number
    assert shown_as_of("ben", ground.article, now) == shown("ben", ground.article)


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER)


def test_names_and_looks_are_those_of_then(project):
    article, tag = an_article(project, "The quay stays.", title="Then"), a_tag(project, "Old name")
    mark = a_highlight(article, "quay", by="anna", tags=(tag,))
    number = Project.objects.get(pk=project.pk).change_number
    actions.edit_tag(tag=tag, actor=a_user("olga"), name="New name", colour="teal", pattern="dot")
    corpus_actions.correct_metadata(article=article, actor=a_user("olga"), title="Now", source="Gull")
    actions.remove_highlight(highlight=mark, actor=a_user("anna"))
    page = client_of("ben").get(address("moment", project, article.uid, number)).text
    assert "Old name" in page and "New name" not in page and ">Then<" in page and "1 passage that" in page
    assert "right after" in page and "Anna" in page
    later = client_of("ben").get(address("moment", project, article.uid, number + 2)).text
    assert "New name" in later and ">Now<" in later
    body = parsed(page)
    links = [link.get("href") for link in body.iter("a") if link.get("rel") == "next"]
    assert links == [address("moment", project, article.uid, number + 2)]  # the tag's is not of the article


def test_nobody_sees_more_of_then_than_of_now():
    ground = Ground.prepared()
    number = Project.objects.get(pk=ground.project.pk).change_number
    reveal(ground)
    actions.hide(project=ground.project, actor=a_user("olga"), articles=[ground.article])
    names = {n: cursor(ground.project.pk, Standing((), ()), n) for n in (number, number - 1)}
    assert client_of("ben").get(address("moment", ground.project, ground.article.uid, number)).status_code == 404
    page = client_of("ben").get(address("moment", ground.project, ground.article.uid, names[number]))
    assert ground.theirs.uid not in page.text and "A note" not in page.text and ground.mine.uid in page.text
    last = names[number - 1]  # Anna's highlight
    told = client_of("ben").get(address("moment", ground.project, ground.article.uid, last)).text
    assert "Anna" not in told
    as_owner = client_of("olga").get(address("moment", ground.project, ground.article.uid, number)).text
    assert ground.theirs.uid in as_owner


def test_a_time_leads_to_the_change_before_it(project):
    article = an_article(project, "The quay stays.")
    a_highlight(article, "quay", by="anna")
    first, last = project.changes.filter(article=article).order_by("number")
    first.at = first.at.replace(year=2020, month=5, day=4, hour=3, minute=2)
    first.save(update_fields=["at"])
    client, url = client_of("ben"), address("choose-moment", project, article.uid)
    for at, number in (("2020-05-04T03:02", first.number), ("2020-05-04T03:01", 0), ("2999-01-01", last.number)):
        assert client.get(url, {"at": at}).url == address("moment", project, article.uid, number)
    assert "before anything was done" in client.get(address("moment", project, article.uid, 0)).text
    for nonsense in ("", "x", "2020-13-01"):
        assert client.get(url, {"at": nonsense}).url == reading_url(article)
    assert client.get(address("moment", project, article.uid, 9**17)).status_code == 200


def test_the_history_leads_there(project):
    article = an_article(project, "The quay stays.")
    a_highlight(article, "quay", by="anna")
    number = project.changes.last().number
    page = client_of("ben").get(address("changes", project)).text
    assert address("moment", project, article.uid, number) in page
    banner = by_id(parsed(client_of("ben").get(address("moment", project, article.uid, number)).text), "moment")
    assert "Nothing can be changed here" in banner
