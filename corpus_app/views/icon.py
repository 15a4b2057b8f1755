"""The site's icon where browsers look for it when a page does not name one: beside downloads and plain texts."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(static("icons/corpus.svg"), headers={"Cache-Control": "public, max-age=86400"})
