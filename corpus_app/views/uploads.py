"""Files that are being read: how far it is, and cancelling what is left."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from corpus_app import access
from corpus_app.actions import bringing, uploads
from corpus_app.models import Upload
from corpus_app.pages.uploads import UploadPage, upload_page
from corpus_app.server.reader import reader


@require_safe
def upload(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The page while files are read, its list alone for the script; afterwards it leads to what was found."""
    opened = access.upload(request, slug, uid)
    page = upload_page(opened)
    if page.is_over:
        return over(request, opened, page)
    reader.wake()  # it may have been killed
    template = "corpus_app/import/_upload.html" if request.htmx else "corpus_app/import/upload.html"
    return render(request, template, {"project": opened.project, "upload": opened, "page": page})


@require_POST
def cancel_upload(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    opened = access.upload(request, slug, uid)
    uploads.cancel(upload=opened)
    return redirect("upload", slug, uid)


def over(request: HttpRequest, upload: Upload, page: UploadPage) -> HttpResponse:
    """One article is shown at once, several as a list."""
    told(request, upload, page)
    drafts = list(upload.drafts.waiting().values_list("uid", flat=True)[:2])
    slug = upload.project.slug
    leads_to = reverse("draft", args=[slug, drafts[0]]) if len(drafts) == 1 else reverse("drafts", args=[slug])
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": leads_to})
    return redirect(leads_to)


def told(request: HttpRequest, upload: Upload, page: UploadPage) -> None:
    if page.cancelled:
        read = f"{page.read:,} of {page.files:,} file{'' if page.files == 1 else 's'}"
        messages.warning(request, f"Cancelled after {read}. What was found in them waits here.")
    if upload.left_out:
        what = "1 more file was" if upload.left_out == 1 else f"{upload.left_out:,} more files were"
        messages.warning(
            request,
            f"{bringing.MAX_WAITING:,} drafts can wait, so {what} left out. Save or discard drafts, then bring the "
            "same again: what waits or was saved from an archive is not taken twice.",
        )
    if upload.saved_before:
        count = upload.saved_before
        what = "1 file of this archive was" if count == 1 else f"{count:,} files of it were"
        messages.success(request, f"{what} saved before and not taken again.")
