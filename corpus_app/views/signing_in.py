"""Signing in and out, and where to go afterwards: only to a place on this site."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from corpus_app.forms.signing_in import SignInForm
from corpus_app.views import sessions, waiting


def next_place(request: HttpRequest) -> str:
    """The address people came for, if it is a path on this site; else their projects."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)


@login_not_required
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(next_place(request))
    posted = request.method == "POST"
    form = SignInForm(request, request.POST if posted else None)
    if posted and form.is_valid():
        sessions.begin(request, form.get_user())
        return redirect(next_place(request))
    is_open = settings.SIGN_UP == "open"
    context = {"form": form, "next": next_place(request), "demo": settings.LOCAL, "is_open": is_open}
    return waiting.answer(request, "corpus_app/sign_in.html", context, form.seconds_to_wait)


@login_not_required
@require_safe
def sign_in_to_administration(request: HttpRequest) -> HttpResponse:
    """The administration's own form would count no tries."""
    if request.user.is_authenticated:
        raise PermissionDenied("Only administrators of this site can do this. Ask one of them.")
    return redirect(f"{reverse('sign-in')}?{urlencode({'next': next_place(request)})}")


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    sessions.end(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)
