"""Bringing files in tests: what the reading process would do is done at once, in this process."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from corpus_app.importing.reading import Reading
from corpus_app.models import Project
from corpus_app.server.reading_room import ReadingRoom


def bring(
    client: Client, project: Project, *files: SimpleUploadedFile, text: str = "", source: str = ""
) -> HttpResponse:
    """The page that a person comes to when all is read, or the form with what is wrong."""
    data = {"text": text, "files": list(files), "source": source}
    answer = client.post(reverse("add-articles", args=[project.slug]), data)
    if answer.status_code != 302:
        return answer
    read_all()
    page = client.get(answer.url, follow=True)
    page.redirect_chain.insert(0, (answer.url, 302))
    return page


def read_all() -> None:
    with Reading() as reading:
        while ReadingRoom().work_off(reading):
            pass
