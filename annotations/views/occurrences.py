"""Coding all occurrences of a phrase: every place with its context, yes or no on each, one save."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.occurrences import CodeForm, PhraseForm
from annotations.models import Entity, TargetRule
from annotations.pages.occurrences import MOST, Hit, Occurrences, occurrences, occurrences_of_question
from annotations.search.query import BadQuery
from annotations.tagtree import TagTree
from annotations.views.parts import undo_address
from corpus_app.models import Change, Project


@require_http_methods(["GET", "HEAD", "POST"])
def code_occurrences(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.ANNOTATE)
    phrase = PhraseForm(request.GET, project=project, user=request.user)
    form = CodeForm(request.POST if request.method == "POST" else None, tree=TagTree.of(project))
    if not phrase.is_valid():
        return _page(request, project, phrase, form, None, status=422 if "q" in request.GET else 200)
    said = phrase.cleaned_data
    try:
        found = _found(request, project, said)
    except BadQuery as reason:
        phrase.add_error("q", str(reason))
        return _page(request, project, phrase, form, None, status=422)
    if request.method != "POST":
        return _page(request, project, phrase, form, found)
    if not form.is_valid():
        return _page(request, project, phrase, form, found, status=422)
    chosen = found.chosen(form.hits)
    if not chosen:
        form.add_error(None, "None of these passages is there any more. Look at what is found now.")
        return _page(request, project, phrase, form, found, status=409)
    try:
        change = _code(request, project, form, chosen)
    except actions.Refused as reason:
        form.add_error(None, str(reason))
        return _page(request, project, phrase, form, found, status=409)
    undo = undo_address(request, project, change)
    messages.success(request, _told(form, chosen), extra_tags=undo)
    return redirect(request.get_full_path())


def _found(request: HttpRequest, project: Project, said: dict[str, object]) -> Occurrences:
    article = None if said["everywhere"] else said["article"]
    if said["search"]:
        return occurrences_of_question(project, request.user, said["q"], article=article, whole=said["whole"])
    return occurrences(project, request.user, said["q"], article=article, whole_words=not said["inside"])


def _code(request: HttpRequest, project: Project, form: CodeForm, chosen: list[Hit]) -> Change:
    said = form.cleaned_data
    with transaction.atomic():
        target = said["target"].strip()
        about = target and actions.find_or_add_entity(project=project, actor=request.user, name=target)
        taggings = [
            actions.NewTagging(tag, None if tag.facet.target == TargetRule.NO else about or None)
            for tag in said["tags"]
        ]
        places = [(hit.article, hit.passage) for hit in chosen]
        return actions.code_occurrences(
            project=project, actor=request.user, places=places, taggings=taggings
        ).change


def _told(form: CodeForm, chosen: list[Hit]) -> str:
    names = ", ".join(f"“{tag.name}”" for tag in form.cleaned_data["tags"])
    return f"{len(chosen)} passage{'' if len(chosen) == 1 else 's'} tagged {names}."


def _page(
    request: HttpRequest, project: Project, phrase: PhraseForm, form: CodeForm, found: Occurrences | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "project": project, "phrase": phrase, "form": form, "found": found, "most": MOST,
        "article": phrase.cleaned_data.get("article") if phrase.is_bound else None, "was_asked": "q" in request.GET,
        "q": request.GET.get("q", ""), "target": request.POST.get("target", ""),
        "facets": facets(form.tree), "chosen": set(form.hits),
        "entities": Entity.objects.live().filter(project=project).order_by("name").values_list("name", flat=True)[:300],
    }
    return render(request, "annotations/occurrences.html", context, status=status)


def facets(tree: TagTree) -> list[tuple[str, list[tuple[str, str]]]]:
    """Live tags, as (uid, path), of each facet."""
    found: dict[str, list[tuple[str, str]]] = {}
    for node in tree.nodes.values():
        if node.tag.archived_at is None:
            found.setdefault(node.tag.facet.name, []).append((node.tag.uid, node.path_text))
    return list(found.items())
