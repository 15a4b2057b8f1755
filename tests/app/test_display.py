"""How pages look for a person: chosen once, there with the first byte of every page, on every device."""

import pytest
from django.urls import reverse

from corpus_app import actions
from corpus_app.display import SETTINGS, classes_of
from corpus_app.models import Role
from tests.factories import a_project, a_user, an_article, client_of
from tests.reading import SCRIPT, reading_url

pytestmark = pytest.mark.django_db
URL = "/account/display/"


def head_of(client, url: str) -> str:
    return client.get(url).text.split("</head>")[0]


def test_without_a_choice_a_page_has_no_class():
    head = head_of(client_of("anna"), reverse("projects"))
    assert '<html lang="en">' in head and 'name="color-scheme" content="light dark"' in head


def test_what_is_chosen_is_there_at_the_first_paint_of_every_article_and_page():
    article = an_article(a_project(anna=Role.READER))
    anna, elsewhere = client_of("anna"), client_of("anna")
    anna.post(URL, {"size": "large", "theme": "dark", "notes": "hidden"})
    for page in (reading_url(article), reverse("projects")):
        head = head_of(elsewhere, page)
        assert '<html lang="en" class="size-large theme-dark notes-hidden">' in head
        assert 'name="color-scheme" content="dark"' in head
    assert "size-large" not in head_of(client_of("olga"), reading_url(article))


def test_a_setting_that_is_not_sent_stays():
    actions.keep_display(user=a_user("anna"), chosen={"type": "sans"})
    client_of("anna").post(URL, {"focus": "on"}, **SCRIPT)
    assert a_user("anna").display == {"type": "sans", "focus": "on"}


def test_two_windows_keep_each_others_choices():
    one, two = a_user("anna"), a_user("anna")
    actions.keep_display(user=one, chosen={"size": "small"})
    actions.keep_display(user=two, chosen={"lines": "wide"})
    assert a_user("anna").display == {"size": "small", "lines": "wide"}


def test_only_what_is_unusual_is_kept():
    anna = client_of("anna")
    anna.post(URL, {setting.name: setting.usual for setting in SETTINGS})
    assert a_user("anna").display == {}
    anna.post(URL, {"width": "narrow"})
    anna.post(URL, {"width": "narrow", "usual": "1"})
    assert a_user("anna").display == {}


def test_the_plain_form_leads_back_to_where_one_came_from():
    anna = client_of("anna")
    assert 'name="next" value="/projects/"' in anna.get(f"{URL}?next=/projects/").text
    answer = anna.post(URL, {"size": "large", "next": "/projects/"}, follow=True)
    assert answer.redirect_chain == [("/projects/", 302)] and "Pages look as you have chosen" in answer.text
    assert anna.post(URL, {"next": "https://elsewhere.test/"})["Location"] == reverse("projects")


def test_the_form_shows_what_is_chosen():
    actions.keep_display(user=a_user("anna"), chosen={"size": "largest"})
    text = client_of("anna").get(URL).text
    assert text.count("checked") == len(SETTINGS)
    assert text.split('value="largest"')[1].split(">")[0].strip().endswith("checked")


def test_the_script_gets_no_page():
    answer = client_of("anna").post(URL, {"size": "large"}, **SCRIPT)
    assert (answer.status_code, answer.content) == (204, b"")


def test_what_is_no_choice_is_refused():
    answer = client_of("anna").post(URL, {"size": 'large" onload="x'})
    assert answer.status_code == 422 and "Choose one of these." in answer.text
    assert a_user("anna").display == {}


def test_a_class_is_never_made_of_what_is_no_choice():
    assert classes_of({"size": "huge", "theme": "dark", "colour": "red"}) == "theme-dark"


def test_a_page_with_a_choice_asks_the_database_no_more(django_assert_num_queries):
    actions.keep_display(user=a_user("anna"), chosen={"theme": "dark"})
    anna = client_of("anna")
    anna.get(URL)
    with django_assert_num_queries(3):  # session, memberships, and the person who has none
        anna.get(URL)
