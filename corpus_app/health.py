"""Whether Corpus can work: asked by load balancers and by `make run`, answered within seconds in any case."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

SECONDS = 3

# A database that hangs takes this one thread with it, and no thread that answers pages.
asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="health")


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    try:
        asking.submit(ask_database).result(SECONDS)
    except (DatabaseError, TookTooLong):
        return JsonResponse({"status": "error", "database": "no answer"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


def ask_database() -> None:
    """Read a row of a table that every migrated database has; on SQLite, SELECT 1 does not touch the file."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    finally:
        connection.close()
