"""What a tag means, for who codes with it; and its examples, picked from its passages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.meanings import ExamplesForm
from annotations.models import Tag, seen_of
from annotations.pages.meaning import candidates, meaning
from annotations.views.parts import READER, by_script, undo_address


@require_safe
def show_meaning(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """What the palette shows when somebody asks what the chosen tag means; opened by itself, a page of its own."""
    tag = access.tag(request, slug, uid, Permission.READ)
    template = "_meaning_fold.html" if by_script(request) else "tag_meaning.html"
    context = {"project": tag.project, "tag": tag, "meaning": meaning(tag, request.user)}
    response = render(request, f"annotations/{template}", context)
    patch_vary_headers(response, (READER,))
    return response


def pick_examples(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    tag = access.tag(request, slug, uid, Permission.MANAGE)
    if request.method != "POST":
        return _page(request, tag)
    form = ExamplesForm(request.POST, tag=tag, user=request.user)
    if not form.is_valid():
        return _page(request, tag, 422, next(iter(form.errors.values()))[0])
    try:
        tag = actions.edit_tag(
            tag=tag, actor=request.user, seen=form.cleaned_data["seen"], examples=form.cleaned_data["examples"]
        )
    except actions.TagChangedMeanwhile as reason:
        return _page(request, reason.tag, 409, str(reason))
    undo = undo_address(request, tag.project, tag.change)
    messages.success(request, f"“{tag.name}” has its examples.", extra_tags=undo)
    return redirect("annotations:tag", slug, uid)


def _page(request: HttpRequest, tag: Tag, status: int = 200, refused: str = "") -> HttpResponse:
    before = request.GET.get("before", "")
    is_number = before.isascii() and before.isdigit() and len(before) < 18
    context = {
        "project": tag.project, "tag": tag, "refused": refused, "seen": seen_of(tag),
        "found": candidates(tag, request.user, int(before) if is_number else None),
    }
    return render(request, "annotations/tag_examples.html", context, status=status)
