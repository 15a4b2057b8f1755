"""The page an invitation link opens: join the project, signing in or making an account on the way."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from corpus_app import access, actions, attempts
from corpus_app.forms.joining import SignUpForm
from corpus_app.models import Invitation, InvitationState
from corpus_app.views import sessions, waiting


@login_not_required
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Public: whoever has the link may see the project's name. One that has ended says why with 410."""
    found = access.invited(token)
    if found is None:
        too_often = waiting.after_a_try(request, attempts.WRONG_LINK)
        return too_often or render(request, "corpus_app/invitation_unknown.html", status=404)
    if access.is_member(request, found.project):
        return render(request, "corpus_app/invitation.html", {"invitation": found, "present": True})
    if found.state != InvitationState.OPEN:
        return ended(request, found)
    if request.method != "POST":
        return page(request, found, SignUpForm(initial={"email": found.email}))
    try:
        return join(request, found) if request.user.is_authenticated else sign_up(request, found)
    except actions.Refused as reason:
        return ended(request, access.invited(token) or found, str(reason))


def join(request: HttpRequest, found: Invitation) -> HttpResponse:
    actions.accept_invitation(invitation=found, user=request.user)
    messages.success(request, f"Welcome to {found.project.name}.")
    return redirect("annotations:library", found.project.slug)


def sign_up(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = SignUpForm(request.POST)
    if not form.is_valid():
        too_often = waiting.after_a_try(request, attempts.UNFIT_ACCOUNT)
        return too_often or page(request, found, form, status=422)
    sessions.begin(request, actions.sign_up(invitation=found, **form.cleaned_data))
    messages.success(request, f"Welcome to {found.project.name}.")
    return redirect("annotations:library", found.project.slug)


def page(request: HttpRequest, found: Invitation, form: SignUpForm, status: int = 200) -> HttpResponse:
    return render(request, "corpus_app/invitation.html", {"invitation": found, "form": form}, status=status)


def ended(request: HttpRequest, found: Invitation, reason: str = "") -> HttpResponse:
    """`reason` is for a link that is open to others."""
    context = {"invitation": found, "reason": reason if found.state == InvitationState.OPEN else ""}
    return render(request, "corpus_app/invitation_ended.html", context, status=410)
