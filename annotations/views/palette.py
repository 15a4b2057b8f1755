"""What the palette asks for and keeps: pinned tags, the probable speaker of a quotation, the last tags once more."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.palette import HighlightAgainForm, PinForm, TagAgainForm
from annotations.pages import palette
from annotations.pages.rows import LAST
from annotations.views import parts


@require_POST
def pin_tag(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    tag = access.tag(request, slug, uid, Permission.ANNOTATE)
    form = PinForm(request.POST)
    if not form.is_valid():
        return HttpResponse("Say pinned=1 or pinned=0.", status=422, content_type="text/plain")
    actions.pin_tag(tag=tag, user=request.user, pinned=form.cleaned_data["pinned"] == "1")
    return HttpResponse(status=204)


@require_GET
def show_speaker(request: HttpRequest, slug: str, uid: str, start: int, end: int) -> JsonResponse:
    """Whose words stand there, as far as the text tells: {"name", "id"?}; {} where it does not."""
    article = access.article(request, slug, uid, Permission.ANNOTATE)
    return JsonResponse(palette.speaker_at(article, min(start, LAST), min(end, LAST)))


@require_POST
def add_highlight_again(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """A highlight with a set of tags that were given before, in one step."""
    article = access.article(request, slug, uid, Permission.ANNOTATE)
    form = HighlightAgainForm(request.POST, project=article.project)
    if not form.is_valid():
        return parts.refused(request, parts.first_error(form), 422, article)
    said = form.cleaned_data
    try:
        if said["version"] != article.version.number:
            raise actions.StaleText("The article has a new version. Reload the page and mark the passage again.")
        highlight = actions.add_highlight(
            article=article, author=request.user, uid=said["uid"], start=said["start"], end=said["end"],
            quote=said["quote"], taggings=said["again"],
        )
    except actions.Refused as reason:
        return parts.refused(request, str(reason), 409, article)
    return parts.changed(request, article, "Tagged as before.", getattr(highlight, "change", None), show=highlight)


@require_POST
def add_taggings_again(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    highlight = access.highlight(request, slug, uid, Permission.ANNOTATE)
    form = TagAgainForm(request.POST, project=highlight.project)
    if not form.is_valid():
        return parts.refused(request, parts.first_error(form), 422, highlight.article, highlight)
    change = actions.add_taggings(highlight=highlight, coder=request.user, taggings=form.cleaned_data["again"])
    return parts.changed(request, highlight.article, "Tagged as before.", change, show=highlight)
