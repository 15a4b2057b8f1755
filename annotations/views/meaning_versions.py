"""The codebook's versions, and what was tagged under an older meaning, to be looked at again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.again import LookAgainForm
from annotations.pages.meaning_versions import look_again, versions
from annotations.views.parts import undo_address
from corpus_app.models import Project


@require_safe
def show_versions(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    context = {
        "project": project, "versions": versions(project, request.user),
        "may_annotate": access.may(project, Permission.ANNOTATE),
    }
    return render(request, "annotations/codebook_versions.html", context)


def decide_again(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.ANNOTATE)
    may_manage = access.may(project, Permission.MANAGE)
    everybodys = may_manage and request.GET.get("whose") == "all"
    if request.method != "POST":
        return _page(request, project, everybodys, may_manage)
    form = LookAgainForm(request.POST, project=project, user=request.user, may_manage=may_manage)
    if not form.is_valid():
        return _page(request, project, everybodys, may_manage, 422, next(iter(form.errors.values()))[0])
    decided = form.cleaned_data["decided"]
    try:
        change = actions.look_again(project=project, actor=request.user, decided=decided)
    except actions.Refused as reason:
        return _page(request, project, everybodys, may_manage, 409, str(reason))
    sentence = f"{len(decided)} passage{'' if len(decided) == 1 else 's'} looked at again."
    messages.success(request, sentence, extra_tags=undo_address(request, project, change))
    return redirect(reverse("annotations:look-again", args=(slug,)) + ("?whose=all" if everybodys else ""))


def _page(
    request: HttpRequest, project: Project, everybodys: bool, may_manage: bool, status: int = 200, refused: str = ""
) -> HttpResponse:
    found = look_again(project, request.user, everybodys)
    context = {"project": project, "found": found, "may_manage": may_manage, "refused": refused}
    return render(request, "annotations/look_again.html", context, status=status)
