"""Splitting a tag: choose what into, deal its passages out, see what would change, do it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.splitting import DealForm, SplitIntoForm
from annotations.models import FacetKind, Tag
from annotations.pages.codebook import uses
from annotations.pages.dealing import deal, shares
from annotations.tagtree import TagTree
from annotations.views.parts import undo_address


def split_tag(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The tags that its passages may go to; new ones are made here."""
    tag = access.tag(request, slug, uid, Permission.MANAGE)
    posted = request.method == "POST"
    form = SplitIntoForm(request.POST if posted else None, tag=tag, tree=TagTree.of(tag.project))
    if not posted or not form.is_valid():
        context = {"project": tag.project, "tag": tag, "form": form}
        return render(request, "annotations/tag_split.html", context, status=422 if posted else 200)
    into = [*form.cleaned_data["into"], *(_made(request, form, name) for name in form.cleaned_data["new"])]
    address = reverse("annotations:deal-passages", args=(slug, uid))
    return redirect(f"{address}?{urlencode([('into', other.uid) for other in into])}")


def deal_passages(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    tag = access.tag(request, slug, uid, Permission.MANAGE)
    tree = TagTree.of(tag.project)
    asked = request.GET.getlist("into")[:9]
    nodes = [node for node in map(tree.by_uid, dict.fromkeys(asked)) if node is not None]
    into = [node.tag for node in nodes if node.tag.archived_at is None and node.tag.facet_id == tag.facet_id]
    if not into:
        return redirect("annotations:split-tag", slug, uid)
    if request.method != "POST":
        return _cards(request, tag, into)
    form = DealForm(request.POST, tag=tag, into=into, user=request.user)
    if not form.is_valid():
        return _cards(request, tag, into, 422, next(iter(form.errors.values()))[0])
    said = form.cleaned_data
    if not said["sure"]:
        own, _ = uses(tag.project, request.user, tree)
        context = {
            "project": tag.project, "tag": tag, "dealt": said["dealt"].items(), "own": own.get(tag.pk),
            "shares": shares(tag, said["dealt"], own),
        }
        return render(request, "annotations/tag_deal_preview.html", context)
    try:
        change = actions.split_tag(tag=tag, dealt=said["dealt"], actor=request.user, archive=said["archive"])
    except actions.Refused as reason:
        return _cards(request, tag, into, 409, str(reason))
    undo = undo_address(request, tag.project, change)
    count = len(said["dealt"])
    messages.success(request, f"{count} passage{'' if count == 1 else 's'} of “{tag.name}” dealt out.", extra_tags=undo)
    return redirect("annotations:tag", slug, uid)


def _made(request: HttpRequest, form: SplitIntoForm, name: str) -> Tag:
    tag = form.tag
    columns = {"value": slugify(name)[:40] or "value"} if tag.facet.kind == FacetKind.STANCE else {}
    return actions.add_tag(facet=tag.facet, actor=request.user, name=name, parent=form.parent, **columns)


def _cards(request: HttpRequest, tag: Tag, into: list[Tag], status: int = 200, refused: str = "") -> HttpResponse:
    after = request.GET.get("after", "")
    is_number = after.isascii() and after.isdigit() and len(after) < 18
    chosen = {name.removeprefix("to-"): uid for name, uid in request.POST.items() if name.startswith("to-")}
    found = deal(tag, into, request.user, int(after) if is_number else 0, chosen)
    context = {"project": tag.project, "deal": found, "refused": refused}
    if found.further:
        context["further"] = urlencode([*(("into", other.uid) for other in into), ("after", found.further)])
    return render(request, "annotations/tag_deal.html", context, status=status)
