"""Splitting a tag: choose what into, deal its passages out, see what would change, do it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.splitting import MOST, DealForm, SplitIntoForm, planned
from annotations.models import Tag
from annotations.pages.codebook import uses
from annotations.pages.dealing import deal, shares
from annotations.tagtree import TagTree
from annotations.views.parts import undo_address


def split_tag(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The tags that its passages may go to; new ones are made when the deal is done."""
    tag = access.tag(request, slug, uid, Permission.MANAGE)
    posted = request.method == "POST"
    form = SplitIntoForm(request.POST if posted else None, tag=tag, tree=TagTree.of(tag.project))
    if not posted or not form.is_valid():
        context = {"project": tag.project, "tag": tag, "form": form}
        return render(request, "annotations/tag_split.html", context, status=422 if posted else 200)
    said = form.cleaned_data
    query = [("into", other.uid) for other in said["into"]]
    query += [("new", "\n".join(said["new"]))] if said["new"] else []
    query += [("beside", "on")] if said["beside"] else []
    return redirect(f"{reverse('annotations:deal-passages', args=(slug, uid))}?{urlencode(query)}")


def deal_passages(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    tag = access.tag(request, slug, uid, Permission.MANAGE)
    tree = TagTree.of(tag.project)
    into = _into(request, tag, tree)
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


def _into(request: HttpRequest, tag: Tag, tree: TagTree) -> list[Tag]:
    """The tags of the address that are still there, and those that it plans."""
    nodes = [tree.by_uid(uid) for uid in dict.fromkeys(request.GET.getlist("into"))]
    there = [node.tag for node in nodes if node is not None]
    there = [other for other in there if other.archived_at is None and other.facet_id == tag.facet_id]
    is_beside = request.GET.get("beside") == "on"
    return [*there, *planned(tag, request.GET.get("new", ""), is_beside=is_beside, count=len(tree.nodes))][:MOST]


def _cards(request: HttpRequest, tag: Tag, into: list[Tag], status: int = 200, refused: str = "") -> HttpResponse:
    after = request.GET.get("after", "")
    is_number = after.isascii() and after.isdigit() and len(after) < 18
    chosen = {name.removeprefix("to-"): uid for name, uid in request.POST.items() if name.startswith("to-")}
    found = deal(tag, into, request.user, int(after) if is_number else 0, chosen)
    context = {"project": tag.project, "deal": found, "refused": refused}
    if found.further:
        further = request.GET.copy()
        further["after"] = str(found.further)
        context["further"] = further.urlencode()
    return render(request, "annotations/tag_deal.html", context, status=status)
