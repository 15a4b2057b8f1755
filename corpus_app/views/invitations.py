"""The page an invitation link opens: join the project, signing in or making an account on the way."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from corpus_app import access, actions, attempts
from corpus_app.forms.joining import SignUpForm
from corpus_app.models import Invitation
from corpus_app.views import waiting


@login_not_required
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Public: whoever has the link may see the project's name. A link that admits nobody says so with 404."""
    found = access.open_invitation(token)
    if found is None:
        return waiting.after_a_try(request, attempts.WRONG_LINK) or gone(request)
    if request.method != "POST":
        return page(request, found, SignUpForm())
    try:
        return join(request, found) if request.user.is_authenticated else sign_up(request, found)
    except actions.Refused:
        return gone(request)


def join(request: HttpRequest, found: Invitation) -> HttpResponse:
    actions.accept_invitation(invitation=found, user=request.user)
    messages.success(request, f"Welcome to {found.project.name}.")
    return redirect("annotations:library", found.project.slug)


def sign_up(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = SignUpForm(request.POST)
    if not form.is_valid():
        too_often = waiting.after_a_try(request, attempts.UNFIT_ACCOUNT)
        return too_often or page(request, found, form, status=422)
    login(request, actions.sign_up(invitation=found, **form.cleaned_data))
    messages.success(request, f"Welcome to {found.project.name}.")
    return redirect("annotations:library", found.project.slug)


def page(request: HttpRequest, found: Invitation, form: SignUpForm, status: int = 200) -> HttpResponse:
    present = access.is_member(request, found.project)
    context = {"invitation": found, "form": form, "present": present}
    return render(request, "corpus_app/invitation.html", context, status=status)


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "corpus_app/invitation_gone.html", status=404)
