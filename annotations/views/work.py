"""Who codes what: a coder's own queue, and the owner's table of articles and coders."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from annotations import access, actions
from annotations.access import Permission
from annotations.assignment import CannotDeal, deal
from annotations.forms.work import EVERYTHING, OF_ARTICLES, ChooseForm, DealForm, SkipForm, coders_of, new_seed
from annotations.models import Reading
from annotations.pages.work import matrix_of, queue_of, sets_of
from corpus_app.models import Project

VERBS = {
    "assign": (actions.assign, "made"),
    "unassign": (actions.unassign, "taken back"),
    "reopen": (actions.reopen_articles, "opened again"),
    "reveal": (actions.reveal, "revealed to who is done with them"),
    "hide": (actions.hide, "hidden again"),
    "open": (actions.open_to_all, "opened to everybody"),
    "only": (actions.blind_only_in, "opened to everybody; those ticked are blind"),
}


@require_safe
def show_work(request: HttpRequest, slug: str) -> HttpResponse:
    return _work(request, access.project(request, slug, Permission.READ))


@require_POST
def change_work(request: HttpRequest, slug: str) -> HttpResponse:
    """Assign ticked articles to ticked coders, take them back, open them again; or reveal and hide the articles."""
    project = access.project(request, slug, Permission.MANAGE)
    sets = sets_of(project, request.user)
    form = ChooseForm(request.POST, project=project, coders=coders_of(project), sets=sets)
    if not form.is_valid():
        return _work(request, project, refused=next(iter(form.errors.values()))[0])
    articles, coders = form.cleaned_data["articles"], form.cleaned_data["coders"]
    verb, done = VERBS[form.cleaned_data["action"]]
    if form.cleaned_data["action"] in OF_ARTICLES:
        count = len(verb(project=project, actor=request.user, articles=articles).edits)
        messages.success(request, f"{_count(count, 'article')} {done}.")
    else:
        pairs = [(article, coder) for article in articles for coder in coders]
        count = len(verb(project=project, actor=request.user, pairs=pairs).edits)
        messages.success(request, f"{_count(count, 'assignment')} {done}.")
    return redirect(_address(slug, form.cleaned_data["set"]))


@require_POST
def deal_work(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.MANAGE)
    sets = sets_of(project, request.user)
    form = DealForm(request.POST, project=project, coders=coders_of(project), sets=sets)
    if not form.is_valid():
        return _work(request, project, form=form)
    said, articles, load = form.cleaned_data, form.articles(), Reading.objects.load_of(project)
    try:
        pairs = deal(
            articles, said["coders"], each=said["each"], overlap=said["overlap"] or 0, seed=said["seed"],
            load={coder: load[coder.pk] for coder in said["coders"] if coder.pk in load},
        )
    except CannotDeal as reason:
        form.add_error(None, str(reason))
        return _work(request, project, form=form)
    count = len(actions.assign(project=project, actor=request.user, pairs=pairs).edits)
    messages.success(
        request, f"{len(articles)} articles dealt to {len(said['coders'])} coders: {_count(count, 'assignment')} made. "
        f"The number of the draw was {said['seed']}.",
    )
    chosen = form.chosen_set()
    return redirect(_address(slug, chosen.uid if chosen else ""))


@require_POST
def skip_article(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.ANNOTATE)
    form = SkipForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["reason"][0])
        return redirect("annotations:article", slug, uid)
    actions.skip_article(article=article, coder=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "Skipped. You can open it again from your work.")
    return redirect("annotations:work", slug)


def _address(slug: str, chosen_set: str) -> str:
    """The page as it was, with the set that was looked at."""
    return reverse("annotations:work", args=[slug]) + (f"?set={chosen_set}#everybody" if chosen_set else "")


def _work(
    request: HttpRequest, project: Project, *, form: DealForm | None = None, refused: str = ""
) -> HttpResponse:
    context = {"project": project, "queue": queue_of(project, request.user), "refused": refused}
    if access.may(project, Permission.MANAGE):
        coders, sets = coders_of(project), sets_of(project, request.user)
        asked = request.POST if request.method == "POST" else request.GET
        chosen = asked.get("set") or asked.get("within", "")
        number = request.GET.get("page", "1")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1
        everybody = [coder.uid for coder in coders]
        first = {
            "coders": everybody, "which": "new", "within": chosen or EVERYTHING, "each": 1, "overlap": 0,
            "seed": new_seed(),
        }  # fmt: skip
        context |= {
            "matrix": matrix_of(project, request.user, coders, sets, page=page, chosen=chosen),
            "form": form or DealForm(initial=first, project=project, coders=coders, sets=sets),
        }
    return render(request, "annotations/work.html", context, status=422 if form or refused else 200)


def _count(count: int, thing: str) -> str:
    return f"1 {thing} was" if count == 1 else f"{count} {thing}s were"
