"""Tags merged, renamed, moved and archived while others tag with them: nobody's tagging is lost."""

import re
import threading
from itertools import cycle

import pytest
from django.db import connections

from annotations import actions
from annotations.models import Facet, Highlight, Tag, Tagging
from annotations.models import seen_of as seen
from corpus_app.models import Article, Change, Project, Role, User
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity
from tests.reading import address, client_of, passage, save, tag_on

pytestmark = pytest.mark.django_db
TEXT = "Sanctions work, they say. They hurt, too. Nobody knows."


@pytest.fixture
def project() -> Project:
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


@pytest.fixture
def article(project: Project) -> Article:
    return an_article(project, TEXT)


@pytest.fixture
def tags(project: Project) -> tuple[Tag, Tag, Tag]:
    return tuple(a_tag(project, name) for name in ("Trade", "Commerce", "Business"))


def merge(*tags: Tag, into: Tag, **said: object) -> Tag:
    return actions.merge_tags(tags=tags, into=into, actor=a_user("olga"), **said)


def merging(by: str, project: Project, *tags: Tag, into: Tag, send: str = "post", **said: str):
    fields = {"tag": [tag.uid for tag in tags], "into": into.uid, **said}
    return getattr(client_of(by), send)(address("merge-tags", project), fields)


def tagged(highlight: Highlight) -> list[tuple[str, str]]:
    rows = Tagging.objects.filter(highlight=highlight).order_by("coder__email", "tag__name")
    return [(email.partition("@")[0], name) for email, name in rows.values_list("coder__email", "tag__name")]


def change(project: Project, verb: str) -> Change:
    return Change.objects.filter(project=project, verb=verb).select_related("project").last()


def test_everybodys_taggings_go_to_the_tag_that_stays(project, article, tags):
    trade, commerce, business = tags
    first = a_highlight(article, "Sanctions", tags=(trade,))
    second = a_highlight(article, "hurt", by="ben", tags=(business,))
    ids = set(Tagging.objects.values_list("uid", flat=True))
    merge(trade, business, into=commerce)
    assert tagged(first) == [("anna", "Commerce")] and tagged(second) == [("ben", "Commerce")]
    assert set(Tagging.objects.values_list("uid", flat=True)) == ids
    trade.refresh_from_db()
    assert trade.archived_at and trade.replaced_by == commerce


def test_of_two_on_one_passage_by_one_coder_one_stays_with_both_memos(project, article, tags):
    trade, commerce, business = tags
    highlight = a_highlight(article, "Sanctions")
    a_tagging(highlight, trade, memo="First")
    a_tagging(highlight, commerce, memo="Second")
    a_tagging(highlight, business, memo="Second")
    a_tagging(highlight, trade, by="ben")
    merge(trade, business, into=commerce)
    assert tagged(highlight) == [("anna", "Commerce"), ("ben", "Commerce")]
    assert Tagging.objects.get(coder=a_user("anna")).memo == "Second\n\nFirst"


def test_what_stood_below_stands_below_the_tag_that_stays(project, tags):
    trade, commerce, _ = tags
    child = a_tag(project, "Tariffs", parent=trade)
    merge(trade, into=commerce)
    child.refresh_from_db()
    assert child.parent == commerce


def test_a_merge_is_one_step_to_undo(project, article, tags):
    trade, commerce, business = tags
    child = a_tag(project, "Tariffs", parent=trade)
    highlight = a_highlight(article, "Sanctions", tags=(trade, commerce))
    other = a_highlight(article, "hurt", by="ben", tags=(business,))
    before = sorted(Tagging.objects.values_list("uid", "tag", "memo"))
    number = Project.objects.get(pk=project.pk).change_number
    html = merging("olga", project, trade, business, into=commerce, send="post").url
    html = client_of("olga").get(html).text
    assert Project.objects.get(pk=project.pk).change_number == number + 1
    assert tagged(highlight) == [("anna", "Commerce")] and tagged(other) == [("ben", "Commerce")]
    actions.undo(change=change(project, "merge-tags"), actor=a_user("olga"))
    assert sorted(Tagging.objects.values_list("uid", "tag", "memo")) == before
    child.refresh_from_db(), trade.refresh_from_db()
    assert (child.parent, trade.archived_at, trade.replaced_by) == (trade, None, None)
    with pytest.raises(actions.Refused, match="Merge them again"):
        actions.undo(change=change(project, "undo merge-tags"), actor=a_user("olga"))


def test_the_toast_offers_the_undo(project, tags):
    trade, commerce, _ = tags
    olga = client_of("olga")
    fields = {"tag": [trade.uid], "into": commerce.uid}
    html = olga.post(address("merge-tags", project), fields, follow=True).text
    assert "“Trade” is merged into “Commerce”." in html
    olga.post(re.search(r'action="([^"]*/undo/)"', html).group(1))
    trade.refresh_from_db()
    assert trade.archived_at is None


def test_undoing_a_merge_keeps_what_others_did_since(project, article, tags):
    """Ben tags another passage, takes one of his tags off, and Anna deletes a passage: nothing of that comes back."""
    trade, commerce, _ = tags
    kept = a_highlight(article, "Sanctions", tags=(trade,))
    taken_off = a_highlight(article, "work", by="ben", tags=(trade,))
    deleted = a_highlight(article, "hurt", tags=(trade, commerce))
    merge(trade, into=commerce)
    actions.remove_tagging(tagging=taken_off.taggings.get(), actor=a_user("ben"))
    actions.remove_highlight(highlight=deleted, actor=a_user("anna"))
    new = a_highlight(article, "Nobody", by="ben", tags=(commerce,))
    actions.undo(change=change(project, "merge-tags"), actor=a_user("olga"))
    assert (tagged(kept), tagged(taken_off), tagged(deleted)) == ([("anna", "Trade")], [], [])
    assert tagged(new) == [("ben", "Commerce")]


def test_a_save_that_arrives_late_goes_to_the_tag_that_stays_and_says_so(project, article, tags):
    trade, commerce, business = tags
    highlight = a_highlight(article, "hurt")
    merge(trade, into=commerce)
    merge(commerce, into=business)
    anna = client_of("anna")
    answer = save(anna, article, passage(article, "Sanctions", tag=trade.uid))
    assert answer.status_code == 200
    assert "“Trade” has been merged into “Business” since, so the passage has “Business”." in answer.text
    answer = tag_on(anna, highlight, tag=trade.uid)
    assert answer.status_code == 200 and "has been merged into “Business”" in answer.text
    assert tagged(highlight) == [("anna", "Business")]
    assert set(Tagging.objects.values_list("tag__name", flat=True)) == {"Business"}


def test_a_new_tag_below_one_that_was_merged_stands_below_its_successor(project, article, tags):
    trade, commerce, _ = tags
    merge(trade, into=commerce)
    theme = Facet.objects.get(project=project, slug="theme")
    said = {"new_tag": "Tariffs", "facet": theme.uid, "parent": trade.uid}
    assert save(client_of("anna"), article, passage(article, "Sanctions", **said)).status_code == 200
    assert Tag.objects.get(project=project, name="Tariffs").parent == commerce


def test_a_save_with_an_archived_tag_is_refused_by_name(project, article, tags):
    trade, commerce, _ = tags
    merge(trade, into=commerce)
    actions.archive_tag(tag=commerce, actor=a_user("olga"))
    for tag in (trade, commerce):
        answer = save(client_of("anna"), article, passage(article, "Sanctions", tag=tag.uid))
        assert answer.status_code == 422
        assert "“Commerce” has been archived since. Choose another tag." in answer.text
    assert not Highlight.objects.exists()


def test_a_tag_merged_between_look_up_and_lock_gives_way(project, article, tags):
    """The form has found the tag; the merge commits; then the save gets the project's lock."""
    trade, commerce, _ = tags
    looked_up = Tag.objects.select_related("facet").get(pk=trade.pk)
    stale = Article.objects.select_related("version", "project").get(pk=article.pk)
    highlight = a_highlight(article, "hurt")
    highlight.project = Project.objects.get(pk=project.pk)
    merge(trade, into=commerce)
    new = [actions.NewTagging(looked_up)]
    made = actions.add_highlight(
        article=stale, author=a_user("anna"), start=0, end=9, quote="Sanctions", taggings=new
    )
    assert tagged(made) == [("anna", "Commerce")] and made.change.merged == (trade, commerce)
    actions.add_tagging(highlight=highlight, coder=a_user("ben"), new=new[0])
    assert tagged(highlight) == [("ben", "Commerce")]


def test_a_passage_deleted_meanwhile_takes_no_tag(project, article, tags):
    highlight = a_highlight(article, "hurt")
    stale = Highlight.objects.select_related("project", "article").get(pk=highlight.pk)
    actions.remove_highlight(highlight=highlight, actor=a_user("anna"))
    with pytest.raises(actions.Refused, match="deleted since"):
        actions.add_tagging(highlight=stale, coder=a_user("anna"), new=actions.NewTagging(tags[0]))
    assert not Tagging.objects.exists()


def test_the_page_shows_first_what_would_change(project, article, tags):
    trade, commerce, _ = tags
    a_tag(project, "Tariffs", parent=trade)
    a_highlight(article, "Sanctions", tags=(trade, commerce))
    a_highlight(article, "hurt", by="ben", tags=(trade,))
    html = merging("olga", project, trade, into=commerce, send="get").text
    text = " ".join(re.sub(r"<[^>]+>", " ", html[html.index('id="merge-preview"') : html.index("</section>")]).split())
    assert "Trade 2 1 2 Commerce 1 1 1 Commerce afterwards 2 1 2" in text
    assert "1 passage has several of these tags" in text
    assert "On 1 passage one coder has put several of them" in text
    assert "“ Tariffs ” will stand below “ Commerce ”" in text
    assert Tagging.objects.filter(tag=trade).count() == 2


@pytest.mark.parametrize(("said", "sentence"), [
    ({"tag": ["trade"], "into": "trade"}, "Tick at least one other tag."),
    ({"into": "trade"}, "Tick the tags that are to be merged."),
    ({"tag": ["trade"], "into": "000000000000"}, "has been archived or merged since"),
    ({"tag": ["trade"], "into": "against"}, "answers another question"),
    ({"tag": ["trade"], "into": "below"}, "stands below “Trade”"),
    ({"tag": ["trade"], "into": "commerce", "twin": "1"}, "have a tag “Tariffs” below them"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_in_a_sentence(project, tags, said, sentence):
    named = {"trade": tags[0], "commerce": tags[1], "against": a_stance(project, "against")}
    named["below"] = a_tag(project, "Tariffs", parent=tags[0])
    if said.get("twin"):
        a_tag(project, "TARIFFS", parent=tags[1])
    uid = {name: tag.uid for name, tag in named.items()}
    fields = {"tag": [uid[name] for name in said.get("tag", [])], "into": uid.get(said["into"], said["into"])}
    for send in ("get", "post"):
        answer = getattr(client_of("olga"), send)(address("merge-tags", project), fields)
        assert answer.status_code in (409, 422) and sentence in answer.text.replace("TARIFFS", "Tariffs")
    assert not Tag.objects.exclude(archived_at=None).exists()


def test_different_values_of_a_stance_are_not_merged_silently(project, article):
    against, neutral = a_stance(project, "against"), a_stance(project, "neutral")
    target = an_entity(project, "Harbour")
    highlight = a_highlight(article, "Sanctions")
    a_tagging(highlight, against, target=target)
    a_tagging(highlight, neutral, target=target, by="ben")
    answer = merging("olga", project, against, into=neutral)
    assert answer.status_code == 409 and "different values of a stance" in answer.text
    assert tagged(highlight) == [("anna", "Against"), ("ben", "Neutral")]
    assert merging("olga", project, against, into=neutral, although_different="on").status_code == 302
    assert tagged(highlight) == [("anna", "Neutral"), ("ben", "Neutral")]


def test_a_tag_is_merged_by_owners_only(project, tags):
    for name, status in (("anna", 403), ("rita", 403), ("stranger", 404)):
        assert merging(name, project, tags[0], into=tags[1]).status_code == status
    elsewhere = a_tag(a_project())
    assert merging("olga", project, elsewhere, into=tags[1]).status_code == 422


def edit(by: str, tag: Tag, **said: object):
    parent = tag.parent.uid if tag.parent else ""
    fields = {"name": tag.name, "parent": parent, "look": tag.look, "definition": "", "use_when": "", "avoid_when": ""}
    return client_of(by).post(address("edit-tag", tag.project, tag.uid), {**fields, **said})


def test_a_tag_moves_and_the_move_is_undone(project, tags):
    trade, commerce, _ = tags
    assert edit("olga", trade, parent=commerce.uid).status_code == 302
    trade.refresh_from_db()
    assert trade.parent == commerce
    actions.undo(change=change(project, "edit-tag"), actor=a_user("olga"))
    trade.refresh_from_db()
    assert trade.parent is None


def test_no_tag_comes_to_stand_below_itself(project, tags):
    trade, commerce, _ = tags
    below = a_tag(project, "Tariffs", parent=trade)
    for parent in (trade, below):
        assert edit("olga", trade, parent=parent.uid).status_code == 422
    edit("olga", trade, parent=commerce.uid)
    actions.undo(change=change(project, "edit-tag"), actor=a_user("olga"))
    edit("olga", commerce, parent=trade.uid)
    with pytest.raises(actions.Refused, match="stands below"):
        actions.undo(change=change(project, "undo edit-tag"), actor=a_user("olga"))


def test_two_owners_who_change_one_tag_overwrite_nothing_silently(project, tags):
    trade = tags[0]
    opened = seen(trade)
    assert edit("olga", trade, definition="The first", seen=opened).status_code == 302
    answer = edit("olga", trade, definition="The second", seen=opened)
    assert answer.status_code == 409
    assert "The first" in answer.text and "The second" in answer.text
    trade.refresh_from_db()
    assert trade.definition == "The first"
    again = re.search(r'name="seen" value="([0-9a-f]+)"', answer.text).group(1)
    assert edit("olga", trade, definition="The second", seen=again).status_code == 302
    trade.refresh_from_db()
    assert trade.definition == "The second"


def test_an_archived_tag_is_offered_again_unless_its_name_is_taken(project, tags):
    trade = actions.archive_tag(tag=tags[0], actor=a_user("olga"))
    olga, url = client_of("olga"), address("unarchive-tag", project, trade.uid)
    assert "Bring it back" in olga.get(address("edit-tag", project, trade.uid)).text
    other = a_tag(project, "TRADE")
    assert "There is a tag “Trade” here already." in olga.post(url, follow=True).text
    actions.archive_tag(tag=other, actor=a_user("olga"))
    assert "“Trade” is offered again." in olga.post(url, follow=True).text
    trade.refresh_from_db()
    assert trade.archived_at is None
    assert client_of("anna").post(url).status_code == 403


def test_the_history_names_the_tags_and_not_each_tagging(project, article, tags):
    for word in ("Sanctions", "work", "hurt"):
        a_highlight(article, word, tags=(tags[0],))
    merge(tags[0], into=tags[1])
    html = client_of("olga").get(address("changes", project)).text
    assert "merged into another the tag" in html and html.count("Commerce") < 4


@pytest.mark.django_db(transaction=True)
def test_while_tags_are_merged_renamed_moved_and_archived_nobodys_tagging_is_lost():
    """Four coders save as fast as they can; an owner merges, takes apart, renames, moves and archives meanwhile."""
    project = a_project(**{f"coder{n}": Role.CODER for n in range(4)})
    article = an_article(project, " ".join(f"word{n}" for n in range(400)))
    tags = [a_tag(project, name) for name in ("Trade", "Commerce", "Business", "Barter")]
    statuses: list[int] = []
    acknowledged: dict[str, str] = {}
    done = threading.Event()

    def code(number: int) -> None:
        client, chosen = client_of(f"coder{number}"), cycle(tags[number % 2 :])
        for n in range(number * 100, number * 100 + 12):
            fields = passage(article, f"word{n} ", tag=next(chosen).uid)
            fields |= {"quote": fields["quote"].strip(), "end": fields["end"] - 1}
            answer = save(client, article, fields)
            statuses.append(answer.status_code)
            if answer.status_code == 200:
                acknowledged[fields["uid"]] = fields["tag"]
        connections.close_all()

    def rule() -> None:
        olga: User = a_user("olga")
        while not done.is_set():
            actions.merge_tags(tags=[tags[0]], into=tags[1], actor=olga)
            actions.merge_tags(tags=[tags[1]], into=tags[2], actor=olga)
            actions.edit_tag(tag=tags[2], actor=olga, name="Business life", parent=tags[3])
            actions.undo(change=change(project, "merge-tags"), actor=olga)
            actions.unarchive_tag(tag=tags[0], actor=olga)
            actions.edit_tag(tag=tags[2], actor=olga, name="Business", parent=None)
            actions.archive_tag(tag=tags[3], actor=olga)
            actions.unarchive_tag(tag=tags[3], actor=olga)
        connections.close_all()

    coders = [threading.Thread(target=code, args=(number,)) for number in range(4)]
    ruler = threading.Thread(target=rule)
    for thread in (ruler, *coders):
        thread.start()
    for thread in coders:
        thread.join()
    done.set()
    ruler.join()
    assert set(statuses) <= {200, 422} and len(acknowledged) > 10  # 422: archived just then, and told so
    kept = dict(Tagging.objects.values_list("highlight__uid", "tag__uid"))
    assert kept.keys() == acknowledged.keys() and Tagging.objects.count() == len(acknowledged)
    assert not Tag.objects.filter(taggings__isnull=False, archived_at__isnull=False, replaced_by=None).exists()
    numbers = list(Change.objects.filter(project=project).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
