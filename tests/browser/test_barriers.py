"""The pages can be used by everybody, as far as a program can tell."""

import pytest

from tests.browser.barriers import barriers
from tests.factories import a_user


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_has_no_barrier(page_of, scheme):
    page = page_of(None, color_scheme=scheme)
    page.goto("/sign-in/")
    assert barriers(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_account_page_has_no_barrier(page_of, scheme):
    page = page_of(a_user("anna"), color_scheme=scheme)
    page.goto("/account/")
    assert barriers(page) == []


def test_a_barrier_is_found(page_of):
    page = page_of(None)
    page.goto("/sign-in/")
    page.evaluate("() => document.querySelector('main').append(new Image())")
    assert [line.split(":")[0] for line in barriers(page)] == ["image-alt"]
