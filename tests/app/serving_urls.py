"""Views that try the middleware and the server: they need no database and say what they see."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from corpus_app.server.body import Receive
from corpus_app.server.ongoing import OngoingResponse

CHUNK = b"x" * 65_536


class Seen:
    """What happened in the server's threads; reset before each test."""

    def __init__(self) -> None:
        self.chunks = 0
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.closed = threading.Event()
        self.closed_in = ""
        self.left = threading.Event()


seen = Seen()


@csrf_exempt
@login_not_required
def echo(request: HttpRequest, name: str = "") -> JsonResponse:
    if request.content_type == "application/json":
        return JsonResponse(list(json.loads(request.body).values()) if request.body else [], safe=False)
    return JsonResponse([*request.GET.values(), *request.POST.values()], safe=False)


@csrf_exempt
@login_not_required
def size(request: HttpRequest) -> JsonResponse:
    files = [len(file.read()) for file in request.FILES.values()]
    return JsonResponse({"files": files, "thread": threading.current_thread().name})


@login_not_required
def meta(request: HttpRequest) -> JsonResponse:
    names = ("REMOTE_ADDR", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_X_A", "PATH_INFO")
    return JsonResponse({name: request.META.get(name) for name in names} | {"secure": request.is_secure()})


@login_not_required
def cacheable(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a", headers={"Cache-Control": "private, max-age=60"})


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("<p>Hello.</p>" * 1_000)
    response.set_cookie("one", "1")
    response.set_cookie("two", "2")
    return response


@login_not_required
def stream(request: HttpRequest, chunks: int) -> StreamingHttpResponse:
    return StreamingHttpResponse(make(chunks), content_type="text/csv")


def make(chunks: int) -> Iterator[bytes]:
    try:
        for _ in range(chunks):
            seen.chunks += 1
            yield CHUNK
    finally:
        seen.closed_in = threading.current_thread().name
        seen.closed.set()


@login_not_required
def closed(request: HttpRequest) -> HttpResponse:
    """Answers when the last download has ended."""
    seen.closed.wait()
    seen.closed.clear()
    return HttpResponse("closed")


@login_not_required
def breaking(request: HttpRequest) -> StreamingHttpResponse:
    def chunks() -> Iterator[bytes]:
        yield b"begun"
        raise OSError("the disk is gone")

    return StreamingHttpResponse(chunks())


@login_not_required
def slow(request: HttpRequest) -> HttpResponse:
    seen.begun.set()
    seen.go_on.wait(30)
    return HttpResponse("done")


class UntilTheEnd:
    def __init__(self) -> None:
        self.is_over = asyncio.Event()

    async def run(self, abort: Callable[[], None], receive: Receive, send: Callable) -> None:
        await send(b"begun")
        leaving = asyncio.create_task(self.watch(receive))
        await self.is_over.wait()
        leaving.cancel()
        await send(b"ended")

    async def watch(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        seen.left.set()
        self.end()

    def end(self) -> None:
        self.is_over.set()


@login_not_required
def ongoing(request: HttpRequest) -> OngoingResponse:
    return OngoingResponse(UntilTheEnd(), b"not here")


@login_not_required
def boom(request: HttpRequest) -> HttpResponseBase:
    raise ZeroDivisionError


urlpatterns = [
    path("echo/", echo),
    path("echo/<str:name>/", echo),
    path("size/", size),
    path("meta/", meta),
    path("cacheable/", cacheable),
    path("page/", page),
    path("stream/<int:chunks>/", stream),
    path("closed/", closed),
    path("breaking/", breaking),
    path("slow/", slow),
    path("ongoing/", ongoing),
    path("boom/", boom),
    path("", include("corpus_app.urls")),  # error pages link to the real ones
]
