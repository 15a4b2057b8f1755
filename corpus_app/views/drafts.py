"""One draft: looking at it, correcting its paragraphs and metadata, saving or discarding it."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from corpus_app import access
from corpus_app.actions import Refused, bringing, matching
from corpus_app.actions import drafts as verbs
from corpus_app.drafting import Gone
from corpus_app.forms.articles import MetadataForm
from corpus_app.forms.columns import ColumnsForm
from corpus_app.forms.importing import DELIMITERS, DelimiterForm, EncodingForm, KindForm, SplitForm
from corpus_app.importing.problems import ImportProblem
from corpus_app.models import Article, ArticleDraft, User
from corpus_app.pages import draft as pages
from corpus_app.pages.article_table import own_fields
from corpus_app.pages.drafts import remembered, waiting
from corpus_app.views.importing import FULL


def draft(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Shows it; with POST, saves it as an article. Saved already, it leads to the article."""
    draft = access.draft(request, slug, uid)
    if draft.article_id is not None:
        return redirect("annotations:article", slug, uid)
    if request.method != "POST":
        return shown(request, draft, MetadataForm(initial=draft.metadata))
    form = MetadataForm(request.POST)
    return saved(request, draft, form) if form.is_valid() else shown(request, draft, form, 422)


def saved(request: HttpRequest, draft: ArticleDraft, form: MetadataForm) -> HttpResponse:
    slug, uid = draft.project.slug, draft.uid
    following = pages.next_draft(draft, request.user) if "next" in request.POST else None
    try:
        article = verbs.save_draft(draft=draft, actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, draft, str(refusal))
    messages.success(request, f"Saved: {article}")
    return redirect("draft", slug, following.uid) if following else redirect("annotations:article", slug, uid)


@require_POST
def use_suggestion(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Take a suggested value over into the form, which keeps what has been typed in it."""
    draft = access.draft(request, slug, uid)
    suggested = {hint.field.name: hint.value for hint in pages.hints_of(draft, MetadataForm()) if hint.value}
    wanted = request.POST.get("use", "")
    used = {wanted: suggested[wanted]} if wanted in suggested else {}
    form = MetadataForm({**request.POST.dict(), **used})
    if not form.is_valid():
        name, sentences = next(iter(form.errors.items()))
        return refused(request, draft, f"{form[name].label}: {sentences[0]}", 422)
    try:
        draft = verbs.keep_metadata(draft=draft, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, draft, str(refusal))
    if not request.htmx:
        return redirect(reverse("draft", args=[slug, uid]) + "#metadata")
    context = {"project": draft.project, "draft": draft, "form": form, "hints": pages.hints_of(draft, form)}
    return render(request, "corpus_app/import/_metadata.html", context)


@require_POST
def set_kind(request: HttpRequest, slug: str, uid: str, number: int) -> HttpResponse:
    draft = access.draft(request, slug, uid)
    form = KindForm(request.POST)
    if not form.is_valid():
        return refused(request, draft, "Choose one of the kinds in the list.", 422)
    kind = form.cleaned_data["kind"]
    return corrected(
        request, draft, number, lambda: verbs.set_kind(draft=draft, number=number, kind=kind),
        "corpus_app/import/_block.html", lambda changed: {"row": pages.one_block(changed, number)},
    )


@require_POST
def join_paragraphs(request: HttpRequest, slug: str, uid: str, number: int) -> HttpResponse:
    draft = access.draft(request, slug, uid)
    return reordered(request, draft, number, lambda: verbs.join_next(draft=draft, number=number))


@require_POST
def split_paragraph(request: HttpRequest, slug: str, uid: str, number: int) -> HttpResponse:
    """Without a place, the paragraph is shown with the places where it can be split."""
    draft = access.draft(request, slug, uid)
    form = SplitForm(request.POST)
    if not form.is_valid():
        return refused(request, draft, "Choose a place inside the paragraph.", 422)
    at = form.cleaned_data["at"]
    if at is not None:
        return reordered(request, draft, number, lambda: verbs.split_paragraph(draft=draft, number=number, at=at))
    if not request.htmx:
        return back(draft, number, split=number)
    blocks = pages.blocks_of(draft, pages.page_with(draft, number), number)
    context = {"project": draft.project, "draft": draft, "kinds": pages.KINDS, "blocks": blocks}
    return render(request, "corpus_app/import/_blocks.html", context)


@require_POST
def undo_join(request: HttpRequest, slug: str, uid: str, number: int, index: int) -> HttpResponse:
    draft = access.draft(request, slug, uid)
    return reordered(request, draft, number, lambda: verbs.undo_join(draft=draft, number=number, index=index))


@require_POST
def undo_correction(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    draft = access.draft(request, slug, uid)
    number = draft.steps[-1]["was"][0]["n"] if draft.steps else 1
    return reordered(request, draft, number, lambda: verbs.undo_correction(draft=draft))


@require_POST
def choose_encoding(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    draft = access.draft(request, slug, uid)
    form = EncodingForm(request.POST, choices=draft.choices)
    if not form.is_valid():
        return refused(request, draft, "Choose one of the readings.", 422)
    try:
        bringing.choose_encoding(draft=draft, encoding=form.cleaned_data["encoding"])
    except Refused as refusal:
        return refused(request, draft, str(refusal))
    return redirect("draft", slug, uid)


@require_POST
def choose_delimiter(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    draft = access.draft(request, slug, uid)
    if not draft.table.get("delimiter"):
        return refused(request, draft, "Nothing separates its fields by a sign, so there is none to choose.")
    form = DelimiterForm(request.POST)
    if not form.is_valid():
        return refused(request, draft, "Choose one of the signs in the list.", 422)
    try:
        bringing.choose_delimiter(draft=draft, delimiter=form.cleaned_data["delimiter"])
    except (Refused, ImportProblem) as refusal:
        return refused(request, draft, str(refusal))
    return redirect("draft", slug, uid)


@require_POST
def choose_columns(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    draft = access.draft(request, slug, uid)
    if not draft.table:
        return refused(request, draft, "This draft is no table, so it has no columns. Go back to the list of drafts.")
    own = own_fields(draft.project, request.user)
    form = ColumnsForm(request.POST, header=draft.table["header"], own=own)
    if not form.is_valid():
        return shown(request, draft, MetadataForm(initial=draft.metadata), 422, form)
    said = form.cleaned_data
    if said["rows"] == "match":
        return matched(request, draft, said)
    room = bringing.MAX_WAITING - waiting(draft.project, request.user).count() + 1  # its place becomes free
    if room < 1:
        return refused(request, draft, FULL)
    try:
        taken = bringing.choose_columns(draft=draft, fields=said["fields"], room=room, own=own, bare=said["bare"])
    except (Refused, ImportProblem) as refusal:
        return refused(request, draft, str(refusal))
    messages.success(request, " ".join(told(taken)) or "Nothing in this table could become a draft.")
    if taken.drafts and not waiting(draft.project, request.user).exclude(pk=taken.drafts[0].pk).exists():
        return redirect("draft", slug, taken.drafts[0].uid)
    return redirect("drafts", slug)


def matched(request: HttpRequest, draft: ArticleDraft, said: dict) -> HttpResponse:
    """Nothing is written before a person has seen what would change."""
    try:
        matching.plan(
            draft=draft, fields=said["fields"], by=said["by"].value, others=said["others"] or "out",
            only_empty=said["only_empty"],
        )
    except Refused as refusal:
        return refused(request, draft, str(refusal))
    return redirect("match-rows", draft.project.slug, draft.uid)


def told(taken: bringing.Taken) -> Iterator[str]:
    """What became of the rows of a table, one sentence for each fate."""
    good = len(taken.drafts) - taken.wrong
    if good > 0:
        yield f"{good:,} draft{'' if good == 1 else 's'} made of the table's rows."
    if taken.without_text == 1:
        yield "Metadata only: 1 row has no text and is left out."
    elif taken.without_text:
        yield f"Metadata only: {taken.without_text:,} rows have no text and are left out."
    if taken.wrong:
        yield f"{taken.wrong:,} row{' is' if taken.wrong == 1 else 's are'} wrong; the list says why."
    if taken.again == 1:
        yield "1 row was a draft already, or has the same id and title as another one, and is left out."
    elif taken.again:
        yield f"{taken.again:,} rows were drafts already, or have the id and title of another one, and are left out."
    if taken.left:
        yield f"{taken.left:,} more rows found no room. Save or discard drafts, then go on with the table."


@require_POST
def discard_draft(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    draft = access.draft(request, slug, uid)
    try:
        verbs.discard_draft(draft=draft)
    except Refused as refusal:
        return refused(request, draft, str(refusal))
    messages.success(request, f"Discarded: {draft}")
    return redirect("drafts", slug)


def reordered(
    request: HttpRequest, draft: ArticleDraft, number: int, correct: Callable[[], ArticleDraft]
) -> HttpResponse:
    """All paragraphs of the page are sent back, since their positions have changed."""
    return corrected(
        request, draft, number, correct, "corpus_app/import/_blocks.html",
        lambda changed: {"blocks": pages.blocks_of(changed, pages.page_with(changed, number))},
    )


def corrected(
    request: HttpRequest,
    draft: ArticleDraft,
    number: int,
    correct: Callable[[], ArticleDraft],
    fragment: str,
    needs: Callable[[ArticleDraft], dict],
) -> HttpResponse:
    """With script the fragment of what changed, with the counts beside it; without, the page at that paragraph."""
    try:
        draft = correct()
    except (Gone, Refused) as refusal:
        return refused(request, draft, str(refusal))
    if not request.htmx:
        return back(draft, number)
    title = pages.hints_of(draft, MetadataForm(initial=draft.metadata))[0]
    context = {"project": draft.project, "draft": draft, "kinds": pages.KINDS, "changed": True, "title": title}
    return render(request, fragment, {**context, **needs(draft)})


def shown(
    request: HttpRequest, draft: ArticleDraft, form: MetadataForm, status: int = 200, columns: ColumnsForm | None = None
) -> HttpResponse:
    columns = columns or columns_form(draft, request.user)
    context = {
        "project": draft.project,
        "draft": draft,
        "form": form,
        "page": pages.draft_page(draft, request.user, form, page=asked(request, "page"), split=asked(request, "split")),
        "kinds": pages.KINDS,
        "columns": columns,
        "separated": separated_form(draft),
        "pairs": pages.examples_of(draft, columns.columns()) if columns else [],
        "sources": Article.objects.visible_to(request.user).filter(project=draft.project).sources(),
    }
    return render(request, "corpus_app/import/draft.html", context, status=status)


def asked(request: HttpRequest, name: str) -> int:
    """A number in the address; 0 where there is none."""
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0


def separated_form(draft: ArticleDraft) -> DelimiterForm | None:
    """Not for other tables, nor when rows of it are drafts already."""
    sign = draft.table.get("delimiter", "")
    if not sign or draft.table["start"]:
        return None
    return DelimiterForm(initial={"delimiter": DELIMITERS.get(sign, ("",))[0]})


def columns_form(draft: ArticleDraft, user: User) -> ColumnsForm | None:
    if not draft.table:
        return None
    before = draft.table.get("match", {})
    initial = {name: before[name] for name in ("by", "others", "only_empty") if name in before}
    initial |= {"rows": "match" if before else "drafts", "bare": draft.table.get("bare", False)}
    initial |= {f"column-{at}": field for at, field in enumerate(before.get("fields") or remembered(draft))}
    return ColumnsForm(header=draft.table["header"], own=own_fields(draft.project, user), initial=initial)


def back(draft: ArticleDraft, number: int, **more: int) -> HttpResponseRedirect:
    page = pages.page_with(draft, number)
    said = {"page": page, **more} if page > 1 else more
    query = f"?{urlencode(said)}" if said else ""
    return redirect(f"{reverse('draft', args=[draft.project.slug, draft.uid])}{query}#b{number}")


def refused(request: HttpRequest, draft: ArticleDraft, sentence: str, status: int = 409) -> HttpResponse:
    """The page's script shows the sentence beside what was tried; without script the page is shown anew with it."""
    if request.htmx:
        return render(request, "corpus_app/import/_said.html", {"sentence": sentence}, status=status)
    messages.error(request, sentence)
    if draft.article_id is not None:
        return redirect("annotations:article", draft.project.slug, draft.uid)
    return shown(request, draft, MetadataForm(initial=draft.metadata), status)
