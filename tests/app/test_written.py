"""A query written once gives what the queryset gives, for everybody's standing and any number of keys."""

import pytest
from django.db import IntegrityError, models, transaction

from annotations.models import Highlight, Tag, Tagging
from corpus_app import diary
from corpus_app.models import Article, Change, Role
from corpus_app.written import Written, fetched, insert
from tests.factories import a_highlight, a_project, a_tag, a_tagging, a_user, an_article

pytestmark = pytest.mark.django_db

SEEN = Written(
    lambda user, keys, first: Highlight.objects.visible_to(user)
    .filter(pk__in=keys, first_paragraph__gte=first).order_by("pk").values_list("pk", "uid")
)


def test_it_gives_what_the_queryset_gives_for_everybody_and_any_number_of_keys():
    members = {"anna": Role.CODER, "ben": Role.CODER}
    projects = [a_project(**members), a_project(blind=True, **members), a_project(owner="zoe", anna=Role.READER)]
    marks = []
    for project in projects:
        article = an_article(project, "Sanctions work.", "Sanctions do not.")
        marks += [a_highlight(article, "Sanctions", by=name, nth=n) for name in ("anna", "ben", "zoe") for n in (0, 1)]
    keys = [mark.pk for mark in marks]
    for name in ("anna", "ben", "olga", "zoe", "nobody"):
        user = a_user(name)
        for some in (keys, keys[:1], keys[3:8], []):
            for first in (1, 2):
                expected = Highlight.objects.visible_to(user).filter(pk__in=some, first_paragraph__gte=first)
                found = SEEN.rows(user, keys=some, first=first)
                assert [*map(tuple, found)] == [*expected.order_by("pk").values_list("pk", "uid")]


TAGS = Written(lambda project, uid: Tag.objects.filter(project=project, uid=uid).select_related("facet", "parent"))
ARTICLES = Written(
    lambda user, uid: Article.objects.visible_to(user).filter(uid=uid).select_related("version").defer("version__text")
)


def columns(row: models.Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_its_instances_are_those_of_the_queryset_with_what_they_relate_to(django_assert_num_queries):
    project = a_project(anna=Role.CODER)
    below = a_tag(project, "Below", parent=a_tag(project, "Above"))
    TAGS.first(project=project.pk, uid="nothing")  # written now
    with django_assert_num_queries(1):
        found = TAGS.first(project=project.pk, uid=below.uid)
        above, facet = found.parent, found.facet
    assert columns(found) == columns(Tag.objects.get(pk=below.pk)), "times and numbers in Python's own types"
    assert (columns(above), columns(facet)) == (columns(below.parent), columns(below.facet))
    assert TAGS.first(project=project.pk, uid=above.uid).parent is None
    assert TAGS.first(project=project.pk + 1, uid=below.uid) is None


def test_what_several_rows_belong_to_is_one_instance(django_assert_num_queries):
    project = a_project(anna=Role.CODER)
    above = a_tag(project, "Above")
    tags = [above, a_tag(project, "Below", parent=above), a_tag(project, "Beside", parent=above)]
    with django_assert_num_queries(1):
        found = fetched(Tag.objects.filter(project=project, name__in=["Above", "Below", "Beside"])
                        .select_related("facet", "parent__facet").order_by("pk"))
        assert [(one, one.parent, one.facet, one.facet.name) for one in found] == [
            (tag, tag.parent, tag.facet, tag.facet.name) for tag in tags
        ]
        assert found[1].parent.facet.name and not found[0]._state.adding
    assert found[1].parent is found[2].parent and found[0].facet is found[1].facet
    assert fetched(Tag.objects.none()) == []


def test_what_a_queryset_defers_is_deferred_here_too():
    article = an_article(a_project(anna=Role.CODER), "Words and words.")
    found = ARTICLES.first(a_user("anna"), uid=article.uid)
    assert found.version.get_deferred_fields() == {"text"}
    assert found.version.text == article.version.text
    assert ARTICLES.objects(a_user("nobody"), uid=article.uid) == []


def test_insert_writes_what_save_writes():
    project = a_project(anna=Role.CODER)
    article = an_article(project, "Sanctions work.")
    change = Change(
        project=project, number=900, actor=a_user("anna"), verb="test", article=article, at=article.created_at,
        edits=[{"emoji": "🐳", "none": None}],
    )
    insert(change)
    assert not change._state.adding
    assert columns(Change.objects.get(pk=change.pk)) == columns(change)
    saved = a_tagging(a_highlight(article, "Sanctions", by="anna"), a_tag(project, "Peace"), by="anna")
    row = columns(saved)
    saved.delete()
    again = Tagging(**{name: value for name, value in row.items() if name != "id"})
    insert(again)
    written = columns(Tagging.objects.get(pk=again.pk))
    own = {"id", "created_at", "updated_at"}
    assert {k: v for k, v in written.items() if k not in own} == {k: v for k, v in row.items() if k not in own}
    assert written["created_at"] > row["created_at"], "auto_now_add is now"


def test_insert_breaks_no_constraint():
    article = an_article(a_project(anna=Role.CODER), "Sanctions work.")
    there = a_highlight(article, "Sanctions", by="anna")
    again = Highlight(**{name: value for name, value in columns(there).items() if name != "id"})
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(again)
    assert diary.row(Highlight.objects.get(pk=there.pk)) == diary.row(there)
