"""Passages in groups: by tag, stance, entity, source, coder or period, compared with a plain model."""

import random

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations import tallies
from annotations.filters import parse
from annotations.kept import KEPT
from annotations.pages import passages as page_of_passages
from annotations.pages.grouping import UNTAGGED, GroupBy
from annotations.pages.passages import Order, batch_in_groups
from annotations.tagtree import TagTree
from corpus_app.models import Project, Role
from tests.app.test_filters import Row, a_random_project, a_random_query, everything
from tests.factories import a_highlight, a_project, a_tag, a_tagging, a_user, an_article, client_of

pytestmark = pytest.mark.django_db


def key_of(row: Row, by: GroupBy) -> str:
    """How an address names the group of a row."""
    tagging, article = row.tagging, row.highlight.article
    if by in (GroupBy.SOURCE, GroupBy.CODER, GroupBy.YEAR, GroupBy.MONTH):
        said = {
            GroupBy.SOURCE: article.source, GroupBy.YEAR: article.published[:4], GroupBy.MONTH: article.published[:7],
            GroupBy.CODER: (tagging.coder if tagging else row.highlight.author).uid,
        }[by]
        return f".{said}" if said else "nothing"
    if tagging is None:
        return "untagged"
    said = {GroupBy.TAG: tagging.tag.uid, GroupBy.VALUE: tagging.tag.value}.get(by)
    entity = {GroupBy.TARGET: tagging.target, GroupBy.HOLDER: tagging.holder}.get(by)
    said = entity.uid if entity else said
    return f".{said}" if said else "nothing"


def rank(said: str, name: str, by: GroupBy, tree: TagTree) -> tuple:
    """Where the group stands; what is not said stands at the end."""
    if not said.startswith("."):
        return (1, ["nothing", "untagged"].index(said))
    if by == GroupBy.TAG:
        return (0, [node.tag.uid for node in tree.nodes.values()].index(said[1:]))
    if by == GroupBy.VALUE:
        return (0, ["against", "neutral", "for"].index(said[1:]))
    return (0, name.casefold() if by in (GroupBy.CODER, GroupBy.TARGET, GroupBy.HOLDER) else said[1:].casefold())


@pytest.mark.parametrize("big", [tallies.BIG, 0])
def test_groups_and_their_pages_are_what_a_plain_model_says(big, monkeypatch):
    monkeypatch.setattr(page_of_passages, "PAGE", 4)
    monkeypatch.setattr(tallies, "BIG", big)
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    project = a_random_project(chance, blind=chance.random() < 0.5)
    tree = TagTree.of(project)
    for person in ("anna", "olga"):
        user, rows = a_user(person), everything(project, a_user(person))
        for by in GroupBy:
            if not by.value:
                continue
            query = a_random_query(chance, project) if chance.random() < 0.5 else QueryDict("")
            order = chance.choice((Order.ARTICLE, Order.PUBLISHED))
            found, _ = parse(project, query)
            wanted = {(key_of(row, by), row.highlight) for row in rows if row.asked_by(query, tree)}
            seen, totals, names, after, begun = [], {}, {}, "", ""
            while True:
                page, counts = batch_in_groups(project, user, found, by, order, after, begun, tree)
                if not after:
                    assert counts.passages == len({highlight for _, highlight in wanted}), (seed, person, by, query)
                for section in page.sections:
                    totals[section.heading.said] = section.heading.total
                    names[section.heading.said] = section.heading.name
                    shown = [one.highlight for group in section.groups for one in group.passages]
                    seen += [(section.heading.said, mark) for mark in shown]
                after, begun = page.after, page.goes_on_in
                if not after:
                    break

            def place(pair, by=by, order=order, names=names):
                said, mark = pair
                own = (mark.article.published,) if order == Order.PUBLISHED else ()
                return (rank(said, names.get(said, ""), by, tree), *own, mark.article_id, mark.start, mark.end, mark.pk)

            assert seen == sorted(wanted, key=place), (seed, person, by, query, order)
            assert totals == {said: sum(one == said for one, _ in wanted) for said, _ in wanted}, (seed, by, query)


def url(project: Project, query: str) -> str:
    return f"/projects/{project.slug}/passages/{query}"


def test_each_heading_opens_its_group_alone():
    project = a_random_project(random.Random(5), blind=False)
    user, tree, opened = a_user("olga"), TagTree.of(project), 0
    for query in ("", "facet=stance", "published_from=2024&published_to=2025-03-15"):
        found, _ = parse(project, QueryDict(query))
        for by in GroupBy:
            if not by.value:
                continue
            page, _ = batch_in_groups(project, user, found, by, Order.ARTICLE, "", "", tree)
            for section in page.sections:
                if not section.heading.url:
                    continue
                opened += 1
                alone, errors = parse(project, QueryDict(section.heading.url.partition("?")[2]))
                marks = {tagging.highlight_id for tagging in alone.taggings(user, project)}
                marks |= {mark.pk for mark in alone.untagged(user, project)}
                assert not errors and len(marks) == section.heading.total, (query, by, section.heading)
    assert opened > 60


@pytest.fixture
def project() -> Project:
    project = a_project(anna=Role.CODER)
    trade, law = a_tag(project, "Trade"), a_tag(project, "Law")
    for number in range(3):
        article = an_article(project, "Sanctions work.", title=f"Port {number}", source='A "Gull" & Co')
        a_highlight(article, "Sanctions", tags=(trade, law))
        a_highlight(article, "work")
    return project


def test_the_page_has_headings_with_counts_and_goes_on_in_the_group(project, monkeypatch):
    monkeypatch.setattr(page_of_passages, "PAGE", 4)
    client, trade, law = client_of("anna"), project.tags.get(name="Trade"), project.tags.get(name="Law")
    html = client.get(url(project, "?group=tag")).text
    assert html.count('class="of-group"') == 2
    assert "6 passages · 6 taggings in 3 articles" in html
    assert "Group: Tag" in html and '<input type="hidden" name="group" value="tag">' in html
    assert f'href="/projects/{project.slug}/passages/?tag={trade.uid}">only these' in html
    mark = project.highlights.first()
    more = url(project, f"?group=tag&after={mark.uid}&in=.{law.uid}")
    assert f'hx-get="{more.replace("&", "&amp;")}"' in html
    part = client.get(more, headers={"HX-Request": "true"}).text
    assert part.index("continued") < part.index("Without a tag")
    ids = [line.split('"')[0] for line in (html + part).split(' id="')[1:] if line.startswith(("passage-", "from-"))]
    assert len(ids) == len(set(ids)) == 10
    assert "group=tag" in client.get(url(project, "?group=tag&text=&order=newest")).url
    saved = client.post(url(project, "views/"), {"name": "Mine", "query": "group=tag&order=published&in=.x&after=y"})
    assert saved.url == url(project, "?order=published&group=tag")
    assert client.get(url(project, "?group=nonsense")).status_code == 200
    assert client.get(url(project, "?group=tag&after=nonsense&in=nonsense")).text.count('class="of-group"') == 2


def test_by_time_there_are_no_groups(project):
    html = client_of("anna").get(url(project, "?group=tag&order=newest")).text
    assert "Group: Tag" in html and "By article" in html
    assert f'href="/projects/{project.slug}/passages/?order=newest">Newest first' in html


def test_how_old_the_counts_of_groups_are_is_told(project, monkeypatch, django_assert_num_queries):
    KEPT.forget()
    clock = [1_000.0]
    monkeypatch.setattr(KEPT, "_now", lambda: clock[0])
    client, address = client_of("anna"), url(project, "?group=coder")
    with CaptureQueriesContext(connection) as counted:
        assert "Count the groups again" not in client.get(address).text
    clock[0] += 20
    with django_assert_num_queries(len(counted) - 4):  # neither the groups nor their passages by article
        html = client.get(address).text
    assert "Counted 20 seconds ago; nothing has changed since." in html
    assert 'group=coder&amp;anew=1">Count the groups again</a>' in html
    assert "seconds ago" not in client.get(f"{address}&anew=1").text
    clock[0] += 20
    a_highlight(an_article(project, "Sanctions work.", title="A new one"), "Sanctions")
    html = client.get(address).text
    assert "seconds ago" not in html and "A new one" in html


def test_the_number_of_queries_does_not_grow(project, django_assert_max_num_queries):
    def queries(client: Client, by: GroupBy) -> int:
        KEPT.forget()
        with django_assert_max_num_queries(40) as captured:
            assert client.get(url(project, f"?group={by}" if by else "")).status_code == 200
        return len(captured)

    client = client_of("anna")
    before = [queries(client, by) for by in GroupBy]
    for number in range(8):
        article = an_article(project, "Sanctions work.", source=f"Source {number}", published=f"20{number + 10}")
        a_tagging(a_highlight(article, "Sanctions"), a_tag(project, f"Tag {number}"))
    assert [queries(client, by) for by in GroupBy] == before


def test_a_group_that_has_gone_meanwhile_is_gone_on_from(project, monkeypatch):
    monkeypatch.setattr(page_of_passages, "PAGE", 4)
    law, trade = project.tags.get(name="Law"), project.tags.get(name="Trade")
    trade.taggings.all().delete()
    last = project.highlights.order_by("pk").last()
    found, _ = parse(project, QueryDict(""))
    page, _ = batch_in_groups(
        project, a_user("anna"), found, GroupBy.TAG, Order.ARTICLE, last.uid, f".{trade.uid}", TagTree.of(project)
    )
    assert [section.heading.key for section in page.sections] == [law.pk, UNTAGGED]
