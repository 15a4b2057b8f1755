"""The ground of the reading page's benchmarks: a project with articles of any length, and signed-in requests."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from random import Random
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client

from annotations import actions
from annotations.models import Facet, Highlight, Tag, Tagging
from corpus_app.actions import NewParagraph, add_article, join
from corpus_app.ids import new_id
from corpus_app.importing.fold import fold
from corpus_app.models import Article, Paragraph, Project, Role, User
from tests.benchmarks.corpora import person, sentences

THEMES = 24
WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Ground:
    project: Project
    anna: User
    tags: list[Tag]
    rng: Random

    @classmethod
    def prepared(cls) -> "Ground":
        """A project with two dozen themes; anna is one of its coders."""
        olga, anna, ben = person("olga"), person("anna"), person("ben")
        project = actions.start_project(owner=olga, name="Bench", slug="bench")
        for coder in (anna, ben):
            join(project=project, user=coder, role=Role.CODER, actor=olga)
        theme = Facet.objects.get(project=project, kind="theme")
        tags = [actions.add_tag(facet=theme, actor=olga, name=f"Theme {n}") for n in range(THEMES)]
        return cls(project, anna, tags, Random(1))

    def article(self, words: int) -> Article:
        """Of the demo corpus's sentences, about 40 words a paragraph."""
        stock, paragraphs, counted = sentences(), [], 0
        while counted < words:
            text = " ".join(self.rng.choices(stock, k=2))
            counted += len(text.split())
            paragraphs.append(NewParagraph(text, "body", "content"))
        return add_article(project=self.project, added_by=self.anna, paragraphs=paragraphs, title=f"{words:,} words")

    def highlighted(self, article: Article, count: int) -> None:
        """Highlights of two coders: whole words, one in twenty across a border, one to three tags; without diary."""
        text, rows = article.version.text, list(Paragraph.objects.filter(version=article.version_id))
        people = [self.anna, person("ben")]
        made = Highlight.objects.bulk_create(
            (self._highlight(article, text, rows, people[n % 2]) for n in range(count)), batch_size=2_000
        )
        Tagging.objects.bulk_create(
            (
                Tagging(
                    project=self.project, article=article, highlight=highlight, facet_id=tag.facet_id, tag=tag,
                    coder=highlight.author, single=False,
                )
                for highlight in made
                for tag in self.rng.sample(self.tags, self.rng.randint(1, 3))
            ),
            batch_size=2_000,
        )

    def _highlight(self, article: Article, text: str, rows: list[Paragraph], author: User) -> Highlight:
        first = self.rng.randrange(len(rows))
        last = min(first + (self.rng.random() < 0.05), len(rows) - 1)
        begins, ends = self.rng.choice(words_of(rows[first])), words_of(rows[last])
        start = begins[0]
        later = [word[1] for word in ends if word[1] > start]
        end = self.rng.choice(later) if first != last else later[min(self.rng.randint(1, 19), len(later) - 1)]
        quote = text[start:end]
        return Highlight(
            project=self.project, article=article, version_id=article.version_id, author=author, start=start, end=end,
            first_paragraph=rows[first].position, last_paragraph=rows[last].position, quote=quote, folded=fold(quote),
        )

    def passages(self, article: Article, count: int) -> list[bytes]:
        """Bodies of saves, each of a passage of its own with one tag."""
        text, rows = article.version.text, list(Paragraph.objects.filter(version=article.version_id))
        found = []
        for _ in range(count):
            row = self.rng.choice(rows)
            start = self.rng.randrange(row.start, row.end - 1)
            end = min(row.end, start + self.rng.randint(1, 120))
            said = {"uid": new_id(), "version": 1, "start": start, "end": end, "quote": text[start:end]}
            found.append(urlencode({**said, "tag": self.rng.choice(self.tags).uid}).encode())
        return found


def words_of(row: Paragraph) -> list[tuple[int, int]]:
    """Where each word stands in the version's text."""
    return [(row.start + word.start(), row.start + word.end()) for word in WORD.finditer(row.text)]


@dataclass(frozen=True)
class Visitor:
    """Requests as a signed-in browser sends them: with its session, its token and the reading page's header."""

    headers: dict[str, str]

    @classmethod
    def of(cls, user: User) -> "Visitor":
        client, token = Client(), _get_new_csrf_string()
        client.force_login(user)
        session = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
        return cls({
            "Host": "127.0.0.1", "Cookie": f"{session}; {settings.CSRF_COOKIE_NAME}={token}", "X-CSRFToken": token,
            "Corpus-Reader": "1", "Accept-Encoding": "gzip",
        })

    def raw(self, path: str, body: bytes | None = None) -> bytes:
        """The request's bytes for a connection that stays open."""
        method, more = ("GET", {}) if body is None else ("POST", form_of(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in (self.headers | more).items())
        return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + (body or b"")

    def inside(self, handler: WSGIHandler) -> Callable[..., tuple[str, bytes]]:
        """A function that asks the handler in this very process: ask(path, body) gives status and answer."""
        fixed = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}
        fixed |= {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000"}
        fixed |= {"wsgi.url_scheme": "http", "wsgi.errors": sys.stderr}

        def ask(path: str, body: bytes | None = None) -> tuple[str, bytes]:
            said: list[str] = []
            environ = {**fixed, "PATH_INFO": path, "QUERY_STRING": "", "wsgi.input": BytesIO(body or b"")}
            environ |= {"REQUEST_METHOD": "GET" if body is None else "POST"}
            if body is not None:
                environ |= {"CONTENT_TYPE": FORM, "CONTENT_LENGTH": str(len(body))}
            response = handler(environ, lambda status, headers: said.append(status))
            answer = b"".join(response)
            response.close()
            return said[0], answer

        return ask


FORM = "application/x-www-form-urlencoded"


def form_of(body: bytes) -> dict[str, str]:
    return {"Content-Type": FORM, "Content-Length": str(len(body))}
