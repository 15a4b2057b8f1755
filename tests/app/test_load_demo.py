"""The demo loads whole, and only once where that is asked for."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import Max
from django.test import TestCase
from django.utils import timezone

from annotations import demo
from annotations.actions import start_project
from annotations.examples import one_line
from annotations.models import Comment, Highlight, Memo, Notice, Reading, ReadingState, Tag, Tagging
from corpus_app.models import Article, Change, Membership, Paragraph, Project, User
from tests.factories import a_user


def load_demo(*options: str) -> str:
    out = StringIO()
    call_command("load_demo", *options, stdout=out)
    return out.getvalue()


class TestTheDemo(TestCase):
    """A class, so that the demo is loaded once for all that only look at it."""

    @classmethod
    def setUpTestData(cls):
        cls.printed = load_demo()

    def test_every_entry_of_the_fixtures_is_there(self):
        fixtures = demo.Demo()
        assert Article.objects.count() == len(fixtures.fixture("articles.json"))
        assert Highlight.objects.count() == len(fixtures.entries)
        assert Tagging.objects.count() == sum(len(entry["tags"]) for entry in fixtures.entries)
        talk = fixtures.fixture("talk.json")
        begun = sum("note" in entry for entry in fixtures.entries) + len(talk["articles"])
        said = [*talk["threads"], *talk["articles"]]
        assert Comment.objects.filter(parent=None).count() == begun
        assert Comment.objects.count() == begun + sum(len(thread["replies"]) for thread in said)
        assert Memo.objects.filter(is_shared=True).count() == len(talk["memos"])
        assert Notice.objects.filter(user__email=demo.OWNER).exists()
        assert Membership.objects.count() == User.objects.count() == len(fixtures.fixture("people.json"))

    def test_every_tag_has_an_example_that_is_one_of_its_passages(self):
        marks = {mark.uid: mark for mark in Highlight.objects.filter(taggings__tag__isnull=False)}
        for tag in Tag.objects.all():
            assert tag.examples, tag.name
            for example in tag.examples:
                mark = marks[example["highlight"]]
                assert one_line(mark.quote) == example["text"] and mark.taggings.filter(tag=tag).exists()
        assert Tag.objects.exclude(counter_example="").count() > 15

    def test_every_quote_is_what_stands_in_the_text(self):
        for highlight in Highlight.objects.select_related("version"):
            assert highlight.version.text[highlight.start : highlight.end] == highlight.quote

    def test_the_articles_carry_the_confirmed_metadata(self):
        halyards = Article.objects.get(title="The morning I could hear the halyards")
        assert (halyards.author, halyards.published, halyards.source) == ("Bea", "", "Salt Street Notes")
        assert Paragraph.objects.filter(role="boilerplate", version__article=halyards).exists()

    def test_a_title_in_the_text_is_the_confirmed_one(self):
        titles = Paragraph.objects.filter(kind="title").values_list("version__article__title", "text")
        assert len(titles) == Article.objects.count() - 1  # one text has no title
        assert all(title == text for title, text in titles)

    def test_the_sign_in_it_prints_works(self):
        *_, email, _, _, _, password = self.printed.split()
        assert authenticate(username=email, password=password).email == demo.OWNER

    def test_the_diary_reads_like_the_days_it_tells_of(self):
        changes = list(Change.objects.order_by("number").values_list("number", "at"))
        assert [number for number, _ in changes] == list(range(1, len(changes) + 1))
        times = [at for _, at in changes]
        assert times == sorted(times)
        assert timezone.now() - times[0] > timedelta(days=5) and times[-1] <= timezone.now()
        assert Highlight.objects.aggregate(last=Max("created_at"))["last"] <= timezone.now()

    def test_progress_has_something_to_show(self):
        assert Reading.objects.filter(state=ReadingState.FINISHED).count() > 20
        begun = Reading.objects.filter(state=ReadingState.OPENED).select_related("article__version")
        assert len(begun) > 2
        for reading in begun:
            assert 1 < reading.position <= reading.article.version.paragraphs.count()


@pytest.mark.django_db
def test_once_does_nothing_where_the_demo_was_loaded_and_its_project_is_gone():
    owner = User.objects.create_user(demo.OWNER, demo.SIGN_IN_WITH)
    assert load_demo("--once").count("\n") == 1  # the sign-in, every time
    assert not Project.objects.exists()
    owner.set_password("their own")
    owner.save(update_fields=["password"])
    assert load_demo("--once") == ""


@pytest.mark.django_db
def test_without_once_it_loads_a_copy_and_leaves_people_as_they_are():
    User.objects.create_user(demo.OWNER, "their own", display_name="Renamed")
    start_project(owner=a_user(), name=demo.NAME)
    load_demo()
    assert sorted(Project.objects.values_list("slug", flat=True)) == ["the-old-harbour", "the-old-harbour-2"]
    assert authenticate(username=demo.OWNER, password="their own").display_name == "Renamed"
