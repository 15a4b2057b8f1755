"""A query written once gives what the queryset gives, for everybody's standing and any number of keys."""

import pytest

from annotations.models import Highlight
from corpus_app.models import Role
from corpus_app.written import Written
from tests.factories import a_highlight, a_project, a_user, an_article

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
