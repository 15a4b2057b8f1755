"""Whether Corpus can work: asked by load balancers and by people, answered within seconds in any case."""

import threading
from queue import Empty, SimpleQueue

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

SECONDS = 2

# Held by the one thread that asks; a database that hangs takes no second one with it.
asking = threading.Lock()


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    if database_answers():
        return JsonResponse({"status": "ok", "database": "ok"})
    return JsonResponse({"status": "error", "database": "no answer"}, status=503)


def database_answers() -> bool:
    """Ask in a thread, because a hanging connection cannot be interrupted from here, only left alone."""
    if not asking.acquire(timeout=SECONDS):
        return False
    answer: SimpleQueue[bool] = SimpleQueue()
    threading.Thread(target=ask_database, args=(answer,), daemon=True).start()
    try:
        return answer.get(timeout=SECONDS)
    except Empty:
        return False


def ask_database(answer: SimpleQueue) -> None:
    """Read a table that every migrated database has; on SQLite, SELECT 1 would not touch the file."""
    answered = False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
        answered = True
    except DatabaseError:
        pass
    finally:
        connection.close()
        asking.release()
        answer.put(answered)
