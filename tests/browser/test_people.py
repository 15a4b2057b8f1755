"""Account, tokens, members and passwords in a real browser: without script, by keyboard, without barriers."""

import re

import pytest
from playwright.sync_api import expect

from corpus_app import links
from corpus_app.models import ApiToken, Membership, Role
from tests.browser.barriers import barriers_in_all_looks
from tests.factories import PASSWORD, a_project, a_user

FREE = {"viewport": {"width": 1280, "height": 860}}


@pytest.fixture
def project():
    return a_project(owner="olga", ben=Role.CODER, rita=Role.READER)


def sign_in(page, name):
    page.goto("/sign-in/")
    page.fill("[name=username]", f"{name}@corpus.test")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/")


def role_of(project, name):
    present = Membership.objects.current().filter(project=project, user=a_user(name))
    return present.values_list("role", flat=True).first()


def test_nothing_on_the_pages_of_people_keeps_anybody_out(project, page_of):
    page = page_of(a_user("olga"), **FREE)
    addresses = ["/account/", "/account/password/", "/account/tokens/", "/reset/", "/reset/asked/", "/sign-in/"]
    addresses.append(links.reset_link(a_user("nina")).removeprefix(links.absolute("")))
    for address in [*addresses, f"/projects/{project.slug}/members/"]:
        page.goto(address)
        assert barriers_in_all_looks(page) == [], address
    page.get_by_role("button", name="Hand over …").click()
    page.locator("#hand-over").wait_for()
    assert barriers_in_all_looks(page) == []
    page.goto("/account/tokens/")
    page.fill("[name=name]", "weekly report")
    page.keyboard.press("Enter")
    page.locator("#made").wait_for()
    assert barriers_in_all_looks(page) == []


def test_everything_works_without_script(project, page_of):
    page = page_of(a_user("olga"), java_script_enabled=False, **FREE)
    page.goto("/account/tokens/")
    page.fill("[name=name]", "no script")
    page.click("#new-token button")
    assert page.locator("#made input").input_value().startswith("corpus_")
    page.locator("#tokens li", has_text="no script").get_by_role("button").click()
    expect(page.locator("#toasts")).to_contain_text("has been revoked")
    assert not ApiToken.objects.filter(name="no script").exists()
    page.goto(f"/projects/{project.slug}/members/")
    ben = page.locator(f"#member-{a_user('ben').uid}")
    ben.get_by_role("button", name="Remove …").click()
    ben.get_by_role("button", name="Remove from the project").click()
    expect(page.locator("#toasts")).to_contain_text("Ben is no longer a member.")
    assert role_of(project, "ben") is None
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(ben).to_be_visible()
    assert role_of(project, "ben") == Role.CODER


def test_a_project_is_handed_over_by_keyboard(project, page_of):
    page = page_of(a_user("olga"), **FREE)
    page.goto(f"/projects/{project.slug}/members/")
    opener = page.get_by_role("button", name="Hand over …")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#hand-over")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#hand-over")).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#hand-over select[name=to]")).to_be_focused()
    page.keyboard.type("Rita")
    page.keyboard.press("Tab")
    page.keyboard.type("stay as a reader")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Rita is now an owner")
    assert (role_of(project, "rita"), role_of(project, "olga")) == (Role.OWNER, Role.READER)


def test_a_device_is_signed_out_from_another(page_of):
    a_user("wilma")
    there, here = page_of(None, **FREE), page_of(None, **FREE)
    sign_in(there, "wilma")
    sign_in(here, "wilma")
    here.goto("/account/")
    expect(here.locator("#sessions li")).to_have_count(2)
    here.locator("#sessions li").get_by_role("button", name="Sign out").click()
    expect(here.locator("#sessions li")).to_have_count(1)
    there.goto("/account/")
    assert "/sign-in/" in there.url
    there.go_back()  # the browser has kept no page that was theirs
    expect(there).to_have_url(re.compile(r"/sign-in/\?next=/projects/"))
    expect(there.locator("body")).not_to_contain_text("Wilma")


def test_a_lost_password_is_set_by_a_link_and_signs_in(page_of):
    page = page_of(None, **FREE)
    page.goto(links.reset_link(a_user("norma")).removeprefix(links.absolute("")))
    page.fill("[name=new_password1]", "violet rowing umbrella")
    page.fill("[name=new_password2]", "violet rowing umbrella")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Your new password is set.")
