"""Making an account without an invitation, where SIGN_UP is open; with a mail server the address is confirmed first."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from corpus_app import actions, attempts, links
from corpus_app.forms.joining import AskSignUpForm, ConfirmedSignUpForm, SignUpForm
from corpus_app.models import User
from corpus_app.views import sessions, waiting


def where_open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page is not there by default; who is signed in has an account."""

    @login_not_required
    @sensitive_post_parameters("password")
    @wraps(view)
    def guarded(request: HttpRequest, **parts: str) -> HttpResponse:
        if settings.SIGN_UP != "open":
            raise Http404
        return redirect("projects") if request.user.is_authenticated else view(request, **parts)

    return guarded


@where_open
def sign_up(request: HttpRequest) -> HttpResponse:
    return ask(request) if settings.SENDS_MAIL else make(request)


def ask(request: HttpRequest) -> HttpResponse:
    """The same answer, in the same time, whether or not the address has an account."""
    posted = request.method == "POST"
    form = AskSignUpForm(request.POST if posted else None)
    if posted and form.is_valid():
        address = (attempts.SIGN_UP_OF_ADDRESS, form.cleaned_data["email"])
        if too_often := waiting.after_a_try(request, attempts.SIGN_UP_FROM_NETWORK, address):
            return too_often
        actions.ask_to_sign_up(**form.cleaned_data)
        return redirect("sign-up-asked")
    return page(request, form, posted)


@where_open
@require_safe
def sign_up_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "corpus_app/sign_up_asked.html")


@where_open
def confirm_sign_up(request: HttpRequest, token: str) -> HttpResponse:
    email = links.address_of_sign_up(token)
    if not email:
        too_often = waiting.after_a_try(request, attempts.WRONG_LINK)
        return too_often or render(request, "corpus_app/sign_up_gone.html", status=404)
    posted = request.method == "POST"
    form = ConfirmedSignUpForm(request.POST if posted else None, email=email)
    if posted and form.is_valid():
        try:
            return welcome(request, actions.make_account(email=email, **form.cleaned_data))
        except actions.Refused as reason:
            form.add_error(None, str(reason))
    return page(request, form, posted)


def make(request: HttpRequest) -> HttpResponse:
    """Without mail an address with an account has to be told; so it cannot be asked often."""
    posted = request.method == "POST"
    form = SignUpForm(request.POST if posted else None)
    if posted and (too_often := waiting.after_a_try(request, attempts.SIGN_UP_FROM_NETWORK)):
        return too_often
    if posted and form.is_valid():
        try:
            return welcome(request, actions.make_account(**form.cleaned_data))
        except actions.Refused as reason:
            form.add_error("email", str(reason))
    return page(request, form, posted)


def page(request: HttpRequest, form: AskSignUpForm | ConfirmedSignUpForm, posted: bool) -> HttpResponse:
    return render(request, "corpus_app/sign_up.html", {"form": form}, status=422 if posted else 200)


def welcome(request: HttpRequest, user: User) -> HttpResponse:
    sessions.begin(request, user)
    messages.success(request, f"Welcome, {user.display_name}.")
    return redirect("projects")
