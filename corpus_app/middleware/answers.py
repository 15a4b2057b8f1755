"""What every answer carries: headers that keep private pages private, and compression of pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

# What no page of ours uses, so that a script which got in would not have it either.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def private_by_default(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Forbid all storing of an answer, unless its view said otherwise: nearly every page is somebody's own."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return middleware


class CompressPages(GZipMiddleware):
    """Django's own, for pages only: a download is limited by the database, and compressing it halves its speed."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
