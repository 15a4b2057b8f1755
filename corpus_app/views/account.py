"""Somebody's own account: name, password, where they are signed in, and the tokens of their programs."""

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from corpus_app import actions, attempts, own
from corpus_app.devices import device_of
from corpus_app.forms.account import NameForm, NewPasswordForm, TokenForm
from corpus_app.models import ApiToken, OpenSession
from corpus_app.views import sessions, waiting


def account(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = NameForm(request.POST if posted else None, initial={"display_name": request.user.display_name})
    if posted and form.is_valid():
        actions.rename_user(user=request.user, **form.cleaned_data)
        messages.success(request, "Your name has been changed.")
        return redirect("account")
    context = {"form": form, "sessions": sessions_of(request), "tokens": tokens_of(request).count()}
    return render(request, "corpus_app/account.html", context, status=422 if posted else 200)


@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    seconds = attempts.count(attempts.PRESENT_PASSWORD, request.user.uid) if posted else 0
    form = NewPasswordForm(request.user, request.POST if posted and not seconds else None)
    if posted and form.is_valid():
        actions.change_password(user=request.user, password=form.cleaned_data["new_password1"])
        attempts.forget(attempts.PRESENT_PASSWORD, request.user.uid)
        sessions.keep_only_this(request)
        messages.success(request, "Your password has been changed. You have been signed out everywhere else.")
        return redirect("account")
    context = {"form": form, "wait": attempts.in_words(seconds) if seconds else ""}
    return waiting.answer(request, "corpus_app/change_password.html", context, seconds)


def tokens(request: HttpRequest) -> HttpResponse:
    """A new token is shown in the answer to its making, and never again."""
    posted = request.method == "POST"
    form, secret, made = TokenForm(request.POST if posted else None), "", None
    if posted and form.is_valid():
        try:
            made, secret = actions.make_token(user=request.user, **form.cleaned_data)
            form = TokenForm()
        except actions.Refused as reason:
            form.add_error(None, str(reason))
    context = {"form": form, "made": made, "secret": secret, "tokens": tokens_of(request), "site": settings.SITE_URL}
    return render(request, "corpus_app/tokens.html", context, status=422 if posted and not made else 200)


@require_POST
def revoke_token(request: HttpRequest, uid: str) -> HttpResponse:
    token = own.token(request, uid)
    actions.revoke_token(token=token)
    messages.success(request, f"The token “{token.name}” has been revoked. Programs that use it are refused.")
    return redirect("tokens")


def tokens_of(request: HttpRequest) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(user=request.user)


def sessions_of(request: HttpRequest) -> list[OpenSession]:
    """This browser's first, also where it has been signed in since before sessions were noted."""
    rows = list(OpenSession.objects.filter(user=request.user, expires_at__gt=timezone.now()))
    here = [row for row in rows if row.key == request.session.session_key]
    here = here or [OpenSession(device=device_of(request.headers.get("User-Agent", "")), began_at=None)]
    here[0].is_here, here[0].seen_at = True, timezone.now()
    return here + [row for row in rows if row.pk != here[0].pk]
