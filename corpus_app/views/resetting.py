"""A new password for who has forgotten theirs: asking for a link by mail, and the page the link opens."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from corpus_app import actions, attempts, links
from corpus_app.forms.account import ResetPasswordForm
from corpus_app.forms.signing_in import AskResetForm
from corpus_app.views import sessions, waiting


@login_not_required
def ask_reset(request: HttpRequest) -> HttpResponse:
    """The same answer, in the same time, whether or not the address has an account."""
    posted = request.method == "POST" and settings.SENDS_MAIL
    form = AskResetForm(request.POST if posted else None)
    if posted and form.is_valid():
        account = (attempts.RESET_OF_ACCOUNT, form.cleaned_data["email"])
        if too_often := waiting.after_a_try(request, attempts.RESET_FROM_NETWORK, account):
            return too_often
        actions.ask_for_reset(**form.cleaned_data)
        return redirect("reset-asked")
    context = {"form": form, "sends_mail": settings.SENDS_MAIL, "contact": settings.CONTACT}
    return render(request, "corpus_app/ask_reset.html", context, status=422 if posted else 200)


@login_not_required
@require_safe
def reset_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "corpus_app/reset_asked.html", {"contact": settings.CONTACT})


@login_not_required
@sensitive_post_parameters()
def reset_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    user = links.person_of_reset(uid, token)
    if user is None:
        too_often = waiting.after_a_try(request, attempts.WRONG_LINK)
        return too_often or render(request, "corpus_app/reset_gone.html", status=404)
    posted = request.method == "POST"
    form = ResetPasswordForm(user, request.POST if posted else None)
    if posted and form.is_valid():
        actions.reset_password(user=user, password=form.cleaned_data["new_password1"])
        sessions.begin(request, user)
        ended = "You have been signed out everywhere else, and your API tokens are revoked."
        messages.success(request, f"Your new password is set. {ended}")
        return redirect("projects")
    context = {"form": form, "person": user}
    return render(request, "corpus_app/reset_password.html", context, status=422 if posted else 200)
