"""Somebody's own account. Changing the password ends all their other sessions, by Django's session hash."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from corpus_app import actions, attempts
from corpus_app.forms.account import NameForm, NewPasswordForm
from corpus_app.views import waiting


def account(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = NameForm(request.POST if posted else None, initial={"display_name": request.user.display_name})
    if posted and form.is_valid():
        actions.rename_user(user=request.user, **form.cleaned_data)
        messages.success(request, "Your name has been changed.")
        return redirect("account")
    return render(request, "corpus_app/account.html", {"form": form}, status=422 if posted else 200)


@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    seconds = attempts.count(attempts.PRESENT_PASSWORD, request.user.uid) if posted else 0
    form = NewPasswordForm(request.user, request.POST if posted and not seconds else None)
    if posted and form.is_valid():
        actions.change_password(user=request.user, password=form.cleaned_data["new_password1"])
        attempts.forget(attempts.PRESENT_PASSWORD, request.user.uid)
        update_session_auth_hash(request, request.user)
        messages.success(request, "Your password has been changed. You have been signed out everywhere else.")
        return redirect("account")
    context = {"form": form, "wait": attempts.in_words(seconds) if seconds else ""}
    return waiting.answer(request, "corpus_app/change_password.html", context, seconds)
