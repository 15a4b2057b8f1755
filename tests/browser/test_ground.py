"""The ground of the browser tests holds: the real server, a signed-in browser, and nothing overlooked."""

from tests.factories import a_user

INLINE_SCRIPT = """() => document.head.append(
  Object.assign(document.createElement("script"), { textContent: "globalThis.ran = true" }))"""


def test_a_visitor_is_asked_to_sign_in(page_of):
    page = page_of(None)
    page.goto("/account/")
    assert page.url.endswith("/sign-in/?next=/account/")


def test_a_page_opens_signed_in(page_of):
    page = page_of(a_user("anna"))
    page.goto("/account/")
    assert page.url.endswith("/account/")


def test_the_server_compresses_and_names_static_files_by_their_content(page_of):
    page = page_of(None)
    with page.expect_response("**/*.css") as sheet:
        page.goto("/sign-in/")
    assert sheet.value.headers["content-encoding"] in ("br", "gzip")
    assert "immutable" in sheet.value.headers["cache-control"]


def test_what_the_policy_forbids_is_noticed(page_of, complaints):
    page = page_of(None)
    page.goto("/sign-in/")
    page.evaluate(INLINE_SCRIPT)
    assert page.evaluate("() => globalThis.ran") is None
    assert "Content Security Policy" in complaints.heard[0]
    complaints.heard.clear()


def test_an_error_of_a_script_is_noticed(page_of, complaints):
    page = page_of(None)
    page.goto("/sign-in/")
    with page.expect_event("pageerror"):
        page.evaluate("() => { console.error('complaint'); setTimeout(() => { throw new Error('thrown'); }); }")
    assert set(complaints.heard) == {"console: complaint", "uncaught: thrown"}
    complaints.heard.clear()


def test_a_request_elsewhere_is_noticed(page_of, complaints):
    page = page_of(None, bypass_csp=True)
    page.route("https://elsewhere.test/**", lambda route: route.fulfill(status=204))
    page.goto("/sign-in/")
    page.evaluate("() => fetch('https://elsewhere.test/', { mode: 'no-cors' })")
    assert complaints.heard == ["asked elsewhere: https://elsewhere.test/"]
    complaints.heard.clear()


def test_a_page_loaded_anew_is_noticed(page_of, staying):
    page = page_of(None)
    page.goto("/sign-in/")
    with staying(page):
        page.evaluate("() => history.pushState({}, '', '#here')")
    noticed = ""
    try:
        with staying(page):
            page.reload()
    except AssertionError as error:
        noticed = str(error)
    assert "the page was loaded anew" in noticed


def test_what_the_server_complains_about_is_noticed(server_log, complaints):
    with server_log.open("a") as log:
        log.write("ERROR django.request: Internal Server Error: /somewhere/\n")
    complaints.read_log()
    assert complaints.heard == ["server: ERROR django.request: Internal Server Error: /somewhere/"]
    complaints.heard.clear()


def test_a_complaint_that_the_test_provokes_is_tolerated(page_of):
    page = page_of(None, tolerates=("status of 404",))
    page.goto("/there-is-no-such-page/")
