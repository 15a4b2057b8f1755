"""Error pages say what happened, what to do next, and lead home; they never depend on what may be broken."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.factories import client_of


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_each_error_page_can_be_drawn_without_a_request_or_a_database(name):
    page = render_to_string(name)
    assert "<h1>" in page and 'href="/projects/"' in page and "</html>" in page


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["visitor", "anna"])
def test_an_unknown_address_leads_home(who):
    client = Client() if who == "visitor" else client_of(who)
    answer = client.get("/nowhere/<script>/")
    assert answer.status_code == 404 and "There is nothing here" in answer.text and "<script>/" not in answer.text


@pytest.mark.django_db
def test_a_failing_view_answers_with_our_page(monkeypatch):
    client = client_of("anna")
    client.raise_request_exception = False
    monkeypatch.setattr("annotations.views.projects.cards", lambda user: 1 / 0)
    answer = client.get(reverse("projects"))
    assert answer.status_code == 500 and "Something went wrong here" in answer.text
