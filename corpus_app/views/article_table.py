"""All articles as a table: filtered, sorted, corrected row by row or many at once, and put into sets."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from corpus_app import access, actions
from corpus_app.access import Permission
from corpus_app.actions.seen import EditedMeanwhile
from corpus_app.forms.details import DetailsForm, ManyForm, SetForm, TableForm
from corpus_app.live.cursors import name_of
from corpus_app.models import Article, ArticleSet, Change, Project
from corpus_app.pages import article_table as pages

NONE_CHOSEN = "Choose articles by their boxes, or all that were found."


@require_safe
def show_table(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    return _shown(request, project)


def edit_row(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """A row as a form; with POST saved, and shown as a row. Without script the page of the article's details."""
    article = access.article(request, slug, uid, Permission.ADD_ARTICLES)
    if not request.htmx:
        return redirect("edit-article", slug, uid)
    own = pages.own_fields(article.project, request.user)
    form, status = None, 200
    if request.method == "POST":
        form = DetailsForm(request.POST, own=own, article=article)
        try:
            if form.is_valid():
                actions.correct_metadata(article=article, actor=request.user, **form.said())
            status = 200 if form.is_valid() else 422
        except EditedMeanwhile as refusal:
            form.tell(refusal, DetailsForm(own=own, article=article))
            status = 409
        form = None if status == 200 else form
    elif "cancel" not in request.GET:
        form = DetailsForm(own=own, article=article)
    row = pages.row(article, own, form)
    context = {"project": article.project, "row": row, "may_edit": True}
    return render(request, "corpus_app/articles/_row.html", context, status=status)


@require_POST
def correct_many(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.ADD_ARTICLES)
    form = ManyForm(request.POST, own=pages.own_fields(project, request.user))
    if not form.is_valid():
        return _refused(request, project, form)
    chosen = _chosen(request, project, form.cleaned_data)
    if not chosen:
        messages.error(request, NONE_CHOSEN)
        return _shown(request, project, 422)
    said = form.cleaned_data["said"]
    change = actions.correct_many(project=project, actor=request.user, articles=chosen, **said)
    undo = _undo(request, project, change)
    messages.success(request, f"Set for {len(change.edits)} of {len(chosen)} articles.", extra_tags=undo)
    return redirect(_address(request, slug))


@require_POST
def put_into_set(request: HttpRequest, slug: str) -> HttpResponse:
    """Makes a set, by hand or by the filter; or puts articles into one that is there, or takes them out."""
    project = access.project(request, slug, Permission.ADD_ARTICLES)
    sets = ArticleSet.objects.visible_to(request.user).filter(project=project)
    form = SetForm(request.POST, sets=sets)
    if not form.is_valid():
        return _refused(request, project, form)
    said = form.cleaned_data
    chosen = [] if said["query"] else _chosen(request, project, said)
    if not chosen and not said["query"]:
        messages.error(request, NONE_CHOSEN)
        return _shown(request, project, 422)
    try:
        told, change = _in_set(request, project, said, chosen)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return _shown(request, project, 409)
    messages.success(request, told, extra_tags=_undo(request, project, change) if change.edits else "")
    return redirect(_address(request, slug))


@require_POST
def remove_set(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    unwanted = access.article_set(request, slug, uid, Permission.ADD_ARTICLES)
    change = actions.remove_set(unwanted=unwanted, actor=request.user)
    undo = _undo(request, unwanted.project, change)
    messages.success(request, f"The set “{unwanted}” is deleted. Its articles stay.", extra_tags=undo)
    return redirect("article-table", slug)


def _in_set(
    request: HttpRequest, project: Project, said: dict, chosen: list[Article]
) -> tuple[str, Change]:
    if not said["set"]:
        made = actions.add_set(
            project=project, actor=request.user, name=said["name"].strip(), query=said["query"], articles=chosen
        )
        return f"The set “{made}” is made.", made.change
    into = access.article_set(request, project.slug, said["set"], Permission.ADD_ARTICLES)
    takes_out = "out" in request.POST
    change = actions.fill_set(into=into, actor=request.user, articles=chosen, takes_out=takes_out)
    count = len(change.edits)
    told = f"{count} article{'' if count == 1 else 's'} {'taken out of' if takes_out else 'put into'} “{into}”."
    return told, change


def _undo(request: HttpRequest, project: Project, change: Change) -> str:
    return reverse("annotations:undo", args=[project.slug, name_of(request.user, project, change.number)])


def _chosen(request: HttpRequest, project: Project, said: dict) -> list[Article]:
    if said["is_all"]:
        return list(pages.found_by(project, request.user, _wanted(request)))
    return list(Article.objects.visible_to(request.user).filter(project=project, uid__in=said["article"]))


def _wanted(request: HttpRequest) -> dict[str, str | int]:
    """What the table shows; a form posts the address of its table along."""
    asked = QueryDict(request.POST.get("shown", "")) if request.method == "POST" else request.GET
    return TableForm(asked).wanted()


def _address(request: HttpRequest, slug: str) -> str:
    shown = QueryDict(request.POST.get("shown", "")).urlencode()
    return reverse("article-table", args=[slug]) + (f"?{shown}" if shown else "")


def _refused(request: HttpRequest, project: Project, form: ManyForm | SetForm) -> HttpResponse:
    messages.error(request, next(iter(form.errors.values()))[0])
    return _shown(request, project, 422)


def _shown(request: HttpRequest, project: Project, status: int = 200) -> HttpResponse:
    wanted = _wanted(request)
    found = pages.table(project, request.user, wanted)
    context = {
        "project": project, "table": found, "wanted": wanted, "many": ManyForm(own=found.own),
        "may_edit": access.may(project, Permission.ADD_ARTICLES), "may_manage": access.may(project, Permission.MANAGE),
        "shown": request.POST.get("shown", "") if request.method == "POST" else request.GET.urlencode(),
    }
    return render(request, "corpus_app/articles/table.html", context, status=status)
