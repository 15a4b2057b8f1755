"""What is said about articles, in a table: own fields, sets, one row or many at once."""

import pytest
from django.urls import reverse

from annotations import actions as annotating
from corpus_app import actions
from corpus_app.models import Article, ArticleField, ArticleSet, Change, Role, SetMember
from corpus_app.narrowing import in_set
from tests.factories import a_highlight, a_project, a_user, an_article, client_of

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, rita=Role.READER)


@pytest.fixture
def articles(project):
    known = ((1, "Gull", "2025-03"), (2, "Tide", "2024"), (3, "Gull", ""))
    return [an_article(project, f"Text {n}.", title=f"Title {n}", source=by, published=on) for n, by, on in known]


def url(name: str, project, *arguments: str) -> str:
    return reverse(name, args=[project.slug, *arguments])


def titles(client, project, **asked: str) -> list[str]:
    page = client.get(url("article-table", project), asked).text
    return [part.split("<")[0] for part in page.split('<th scope="row">')[1:] for part in [part.split("<bdi>")[1]]]


def a_field(project, name: str, type: str, **more) -> ArticleField:
    return actions.add_field(project=project, actor=a_user("olga"), name=name, type=type, **more)


def test_it_is_sorted_and_narrowed(project, articles):
    anna = client_of("anna")
    assert titles(anna, project) == ["Title 3", "Title 2", "Title 1"]
    assert titles(anna, project, sort="published") == ["Title 2", "Title 1", "Title 3"]
    assert titles(anna, project, sort="-title", source="Gull") == ["Title 3", "Title 1"]
    assert titles(anna, project, q="tide 2") == ["Title 2"]
    assert titles(client_of("rita"), project, set="nothing") == []


def test_own_fields_have_types_and_are_sorted_and_found_by_them(project, articles):
    number = a_field(project, "Circulation", "number")
    kind = a_field(project, "Kind", "choice", choices=["News", "Op-ed"])
    day = a_field(project, "Coded on", "date")
    row, anna = url("edit-row", project, articles[0].uid), client_of("anna")
    form = anna.get(row, **HTMX).text
    assert f'name="own-{number.uid}"' in form and "<option value=\"Op-ed\">" in form
    values = {"title": "Title 1", f"own-{number.uid}": "12000", f"own-{kind.uid}": "News", f"own-{day.uid}": "2025-02"}
    assert "12000" in anna.post(row, values, **HTMX).text
    assert Article.objects.get(pk=articles[0].pk).meta == {number.uid: 12000, kind.uid: "News", day.uid: "2025-02"}
    assert anna.post(row, values | {f"own-{day.uid}": "soon"}, **HTMX).status_code == 422
    assert anna.post(row, values | {f"own-{kind.uid}": "Poem"}, **HTMX).status_code == 422
    articles[1].refresh_from_db()
    actions.correct_metadata(article=articles[1], actor=a_user("anna"), meta={number.uid: 900})
    assert titles(anna, project, sort=number.uid) == ["Title 2", "Title 1", "Title 3"]
    assert titles(anna, project, sort=f"-{number.uid}") == ["Title 1", "Title 2", "Title 3"]
    for field, value in ((number, "12000"), (kind, "News"), (day, "2025")):
        assert titles(anna, project, own=field.uid, value=value) == ["Title 1"]
    assert client_of("rita").get(row, **HTMX).status_code == 403
    assert anna.get(row).url == url("edit-article", project, articles[0].uid)
    assert 'value="12000"' in anna.get(url("edit-article", project, articles[0].uid)).text


def test_owners_manage_the_fields_and_values_survive(project, articles):
    olga, fields = client_of("olga"), url("own-fields", project)
    assert client_of("anna").get(fields).status_code == 403
    assert "There is none yet" in olga.get(fields).text
    assert olga.post(fields, {"name": "Kind", "type": "choice"}).status_code == 422
    assert olga.post(fields, {"name": "Kind", "type": "choice", "choices": "News\nOp-ed\nNews"}).status_code == 302
    assert olga.post(fields, {"name": "Kind", "type": "text"}).status_code == 409
    kind = ArticleField.objects.get()
    assert kind.choices == ["News", "Op-ed"]
    actions.correct_metadata(article=articles[0], actor=a_user("anna"), meta={kind.uid: "News"})
    edit = url("edit-field", project, kind.uid)
    assert olga.post(edit, {"name": "Genre", "choices": "Op-ed"}).status_code == 302
    assert '<option value="News" selected>' in olga.get(url("edit-article", project, articles[0].uid)).text
    olga.post(edit, {"archive": "1"}, follow=True)
    assert "Genre" not in olga.get(url("article-table", project)).text
    olga.post(edit, {"bring-back": "1"})
    assert "Genre" in olga.get(url("article-table", project)).text


def test_one_value_for_many_is_one_change_and_is_undone(project, articles):
    anna, many = client_of("anna"), url("correct-many", project)
    chosen = [articles[0].uid, articles[2].uid]
    answer = anna.post(many, {"article": chosen, "field": "section", "value": "Politics", "shown": "sort=title"})
    assert answer.url == f"{url('article-table', project)}?sort=title"
    assert sorted(Article.objects.values_list("section", flat=True)) == ["", "Politics", "Politics"]
    change = Change.objects.filter(verb="correct-metadata").last()
    annotating.undo(change=change, actor=a_user("anna"))
    assert set(Article.objects.values_list("section", flat=True)) == {""}
    assert anna.post(many, {"article": chosen, "field": "published", "value": "soon"}).status_code == 422
    assert anna.post(many, {"field": "section", "value": "x"}).status_code == 422
    anna.post(many, {"is_all": "on", "field": "language", "value": "en", "shown": "source=Gull"})
    assert Article.objects.filter(language="en").count() == 2


def test_sets_by_hand_and_by_filter(project, articles):
    anna, put = client_of("anna"), url("put-into-set", project)
    anna.post(put, {"article": [articles[1].uid], "name": "Pilot"})
    pilot = ArticleSet.objects.get(name="Pilot")
    anna.post(put, {"article": [articles[0].uid, articles[1].uid], "set": pilot.uid})
    assert titles(anna, project, set=pilot.uid) == ["Title 2", "Title 1"]
    anna.post(put, {"article": [articles[1].uid], "set": pilot.uid, "out": "1"})
    assert titles(anna, project, set=pilot.uid) == ["Title 1"]
    anna.post(put, {"name": "Gulls", "query": "source=Gull"})
    gulls = ArticleSet.objects.get(name="Gulls")
    an_article(project, "More.", title="Title 4", source="Gull")
    assert titles(anna, project, set=gulls.uid) == ["Title 4", "Title 3", "Title 1"]
    assert Article.objects.filter(in_set(gulls)).count() == 3
    for article in articles:
        a_highlight(article, "Text", by="anna")
    passages = anna.get(reverse("annotations:passages", args=[project.slug]), {"set": gulls.uid}).text
    assert [f"Title {n}" in passages.split('id="results"')[-1] for n in (1, 2, 3)] == [True, False, True]
    assert "no such set" in anna.get(reverse("annotations:passages", args=[project.slug]), {"set": "0" * 12}).text
    library = anna.get(reverse("annotations:library", args=[project.slug]), {"set": pilot.uid}).text
    assert ("Title 1" in library, "Title 2" in library) == (True, False)
    assert anna.post(put, {"name": "Gulls", "query": "source=Tide"}).status_code == 409
    assert anna.post(put, {"article": [articles[0].uid]}).status_code == 422
    anna.post(url("remove-set", project, pilot.uid))
    assert not ArticleSet.objects.filter(name="Pilot").exists() and Article.objects.count() == 4


def undone(verb: str, by: str = "anna") -> Change:
    change = Change.objects.filter(verb=verb).last()
    return annotating.undo(change=change, actor=a_user(by))


def inside(name: str) -> list[str]:
    return sorted(SetMember.objects.filter(set__name=name).values_list("article__title", flat=True))


def test_what_is_done_to_sets_is_undone_and_done_again(project, articles):
    anna, put = client_of("anna"), url("put-into-set", project)
    page = anna.post(put, {"article": [articles[0].uid], "name": "Pilot"}, follow=True)
    made = Change.objects.get(verb="add-set")
    assert reverse("annotations:undo", args=[project.slug, made.number]) in page.text
    pilot = ArticleSet.objects.get()
    anna.post(put, {"article": [article.uid for article in articles], "set": pilot.uid})
    with pytest.raises(actions.Refused, match="have been put into “Pilot” since"):
        undone("add-set")
    again = undone("fill-set")
    assert inside("Pilot") == ["Title 1"]
    annotating.undo(change=again, actor=a_user("anna"))
    assert inside("Pilot") == ["Title 1", "Title 2", "Title 3"]
    anna.post(put, {"article": [articles[1].uid], "set": pilot.uid, "out": "1"})
    anna.post(url("remove-set", project, pilot.uid))
    with pytest.raises(actions.Refused, match="This set has been deleted since"):
        undone("fill-set")
    undone("remove-set")
    assert inside("Pilot") == ["Title 1", "Title 3"]
    undone("fill-set")
    assert inside("Pilot") == ["Title 1", "Title 2", "Title 3"]
    actions.fill_set(into=pilot, actor=a_user("anna"), articles=articles[1:], takes_out=True)
    anna.post(reverse("annotations:undo", args=[project.slug, made.number]))
    assert not ArticleSet.objects.exists()
    annotating.undo(change=Change.objects.get(undoes=made), actor=a_user("anna"))
    assert inside("Pilot") == ["Title 1"]
    actions.remove_set(unwanted=ArticleSet.objects.get(), actor=a_user("anna"))
    history = client_of("olga").get(reverse("annotations:changes", args=[project.slug])).text
    assert "Bring back" in history
    annotating.restore(change=Change.objects.filter(verb="remove-set").last(), actor=a_user("olga"))
    assert inside("Pilot") == ["Title 1"]


def test_what_is_done_to_own_fields_is_undone_by_owners(project, articles):
    desk = a_field(project, "Desk", "text")
    actions.edit_field(field=desk, actor=a_user("olga"), name="Ressort")
    undone("edit-field", "olga")
    assert ArticleField.objects.get().name == "Desk"
    actions.correct_metadata(article=articles[0], actor=a_user("anna"), meta={desk.uid: "Politics"})
    with pytest.raises(actions.Refused, match="have values of “Desk” since"):
        undone("add-field", "olga")
    undone("correct-metadata")
    made = Change.objects.get(verb="add-field")
    assert client_of("anna").post(reverse("annotations:undo", args=[project.slug, made.number])).status_code == 403
    again = undone("add-field", "olga")
    assert not ArticleField.objects.exists()
    annotating.undo(change=again, actor=a_user("olga"))
    assert ArticleField.objects.get().uid == desk.uid
