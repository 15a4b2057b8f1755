"""What concerns the person who is signed in, in all their projects."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from annotations import access, actions
from annotations.forms.inbox import InboxForm, ReadForm
from annotations.pages import inbox
from annotations.views import parts


@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    access.enter(request)
    wanted = InboxForm(request.GET).wanted()
    return render(request, "annotations/inbox.html", {"inbox": inbox.inbox(request.user, **wanted), "wanted": wanted})


@require_safe
def show_unread(request: HttpRequest) -> HttpResponse:
    """How many are unread, as the bar of every page shows it."""
    access.enter(request)
    return _unread(request)


@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """All, one, or those of the thread in which a note stands."""
    access.enter(request)
    form = ReadForm(request.POST)
    if not form.is_valid():
        return HttpResponse("A notice is named by its number, a note by its id.", status=422, content_type="text/plain")
    actions.read_notices(user=request.user, **form.cleaned_data)
    if parts.by_script(request):
        return _unread(request)
    return redirect("annotations:inbox")


def _unread(request: HttpRequest) -> HttpResponse:
    return render(request, "annotations/_unread.html", {"unread": inbox.unread(request.user), "most": inbox.MOST})
