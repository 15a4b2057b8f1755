"""A very big project, written straight into the tables: a million highlights in minutes instead of hours.

The same articles, tags and people as in corpora.py, with dates of all precisions; the same for the same seed. Rows go
in by COPY or by executemany, with the columns' own defaults, so there is no diary of them.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, count
from random import Random

from django.core.management.color import no_style
from django.db import connection, models, transaction

from annotations import actions
from annotations.models import Entity, Highlight, Tag, Tagging
from corpus_app.actions.articles import sha256
from corpus_app.ids import ALPHABET, LENGTH
from corpus_app.importing.fold import fold
from corpus_app.models import Article, ArticleVersion, Paragraph, Project, User
from corpus_app.texts import SEPARATOR
from tests.benchmarks.corpora import AT, Size, codebook_of, members, person, sentences

AT_ONCE = 500  # articles whose rows are held in memory
PER_PARAGRAPH = 6  # sentences at most
SOURCES = [f"{name} {kind}" for name in ("Harbour", "Lantern", "Quay", "North Shore", "Tide", "Gull", "Pier", "Mole")
           for kind in ("Post", "Weekly", "Review", "Radio", "Online")]
# How many tags each of twenty highlights has: 1.6 on average.
TAGS_EACH = (0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 4)
HUGE = Size(articles=10_000, annotations=1_000_000, paragraphs=30, themes=197, coders=50)
LARGE = Size(articles=1_000, annotations=100_000, paragraphs=30, themes=197, coders=50)
Rows = dict[type[models.Model], list[dict[str, object]]]


def huge_project(size: Size, *, seed: int = 1, slug: str = "huge") -> Project:
    """Here `annotations` are highlights; they have 1.6 times as many taggings."""
    rng = Random(seed)
    with transaction.atomic():
        owner = person("big-owner")
        project = actions.start_project(owner=owner, name=slug.capitalize(), slug=slug)
        coders = [owner, *members(project, size.coders - 1)]
        tags, stances, entities = codebook_of(project, size, rng)
        writing = Writing(project, size, coders, tags, stances, entities, rng)
        with connection.constraint_checks_disabled():
            trust_keys()
            for rows in writing.batches():
                for model, found in rows.items():
                    write(model, found)
        restart_keys(list(rows))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return project


@dataclass
class Writing:
    project: Project
    size: Size
    coders: list[User]
    tags: list[Tag]
    stances: list[Tag]
    entities: list[Entity]
    rng: Random
    stock: list[tuple[str, str]] = field(default_factory=lambda: [(text, fold(text)) for text in sentences()])

    def __post_init__(self) -> None:
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.tags) + 1)))
        self.keys = {model: count((model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1)
                     for model in (Article, ArticleVersion, Paragraph, Highlight, Tagging)}
        self.ids = count(self.rng.getrandbits(30) << 29)

    def uid(self) -> str:
        """Different each time, and in no order that an index could profit from."""
        number = next(self.ids) * 0x9E3779B97F4A7C15 % 32**LENGTH
        return "".join(ALPHABET[number >> shift & 31] for shift in range(55, -5, -5))

    def batches(self) -> Iterator[Rows]:
        each, more = divmod(self.size.annotations, self.size.articles)
        for first in range(0, self.size.articles, AT_ONCE):
            rows: Rows = {model: [] for model in self.keys}
            for number in range(first, min(first + AT_ONCE, self.size.articles)):
                self.article(rows, number, each + (number < more))
            yield rows

    def article(self, rows: Rows, number: int, highlights: int) -> None:
        rng, article, version = self.rng, next(self.keys[Article]), next(self.keys[ArticleVersion])
        parts = [rng.choices(self.stock, k=rng.randint(1, PER_PARAGRAPH)) for _ in range(self.size.paragraphs)]
        texts = [" ".join(text for text, _ in part) for part in parts]
        starts = list(accumulate((len(text) + len(SEPARATOR) for text in texts), initial=0))
        whole = SEPARATOR.join(texts)
        rows[Article].append({
            "id": article, "project_id": self.project.pk, "uid": self.uid(),
            "title": f"Cars on the quay, part {number}", "author": rng.choice(("", "R. Ellery")),
            "source": rng.choice(SOURCES) if rng.random() > 0.03 else "",
            "published": a_date(rng), "version_id": version, "words": whole.count(" ") + 1,
            "added_by_id": self.coders[0].pk,
        })
        rows[ArticleVersion].append({"id": version, "article_id": article, "text": whole, "sha256": sha256(whole)})
        rows[Paragraph] += [
            {"id": next(self.keys[Paragraph]), "version_id": version, "position": position, "kind": "body",
             "role": "content", "text": text, "start": start, "end": start + len(text)}
            for position, (text, start) in enumerate(zip(texts, starts, strict=False), 1)
        ]
        for nth in range(highlights):
            place = rng.randrange(len(parts))
            highlight = self.highlight(article, version, place + 1, parts[place], starts[place], whole)
            rows[Highlight].append(highlight)
            rows[Tagging] += self.taggings(highlight, TAGS_EACH[(number * highlights + nth) * 7 % len(TAGS_EACH)])

    def highlight(
        self, article: int, version: int, position: int, part: list[tuple[str, str]], start: int, whole: str
    ) -> dict[str, object]:
        """One to two whole sentences of a paragraph."""
        first = self.rng.randrange(len(part))
        taken = part[first : first + self.rng.randint(1, 2)]
        start += sum(len(text) + 1 for text, _ in part[:first])
        quote = " ".join(text for text, _ in taken)
        return {
            "id": next(self.keys[Highlight]), "project_id": self.project.pk, "article_id": article,
            "version_id": version, "uid": self.uid(), "author_id": self.rng.choice(self.coders).pk, "start": start,
            "end": start + len(quote), "first_paragraph": position, "last_paragraph": position, "quote": quote,
            "folded": " ".join(folded for _, folded in taken), "prefix": whole[max(0, start - 30) : start],
            "suffix": whole[start + len(quote) : start + len(quote) + 30],
        }

    def taggings(self, highlight: dict[str, object], wanted: int) -> Iterator[dict[str, object]]:
        """Different tags each, of which one may be a stance."""
        rng, used = self.rng, set()
        if wanted and rng.random() < 0.3:
            wanted -= 1
            yield self.tagging(
                highlight, rng.choice(self.stances), highlight["author_id"], single=True,
                target_id=rng.choice(self.entities).pk, holder_kind=rng.choice(("author", "quoted", "")),
                holder_id=rng.choice(self.entities).pk if rng.random() < 0.3 else None,
            )
        while len(used) < wanted:
            tag = rng.choices(self.tags, cum_weights=self.weights)[0]
            if tag.pk not in used:
                used.add(tag.pk)
                yield self.tagging(highlight, tag, rng.choice(self.coders).pk)

    def tagging(self, highlight: dict[str, object], tag: Tag, coder: object, **more: object) -> dict[str, object]:
        return {
            "id": next(self.keys[Tagging]), "project_id": self.project.pk, "article_id": highlight["article_id"],
            "highlight_id": highlight["id"], "facet_id": tag.facet_id, "tag_id": tag.pk, "uid": self.uid(),
            "coder_id": coder, **more,
        }


def a_date(rng: Random) -> str:
    """A day mostly; a month, a year or nothing at times."""
    day = f"20{rng.randint(15, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return day[: rng.choices((10, 7, 4, 0), (75, 12, 8, 5))[0]]


def write(model: type[models.Model], rows: Iterable[dict[str, object]]) -> None:
    """What a row does not say is the column's default, and its times are all the same."""
    usual = {field.column: default_of(field) for field in model._meta.concrete_fields if not field.generated}
    quoted = ", ".join(connection.ops.quote_name(name) for name in usual)
    lines = (tuple((usual | row).values()) for row in rows)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({', '.join(['%s'] * len(usual))})", lines)
            return
        with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)


def default_of(field: models.Field) -> object:
    if isinstance(field, models.DateTimeField) and not field.null:
        return connection.ops.adapt_datetimefield_value(AT)
    if isinstance(field, models.JSONField):
        return json.dumps(field.get_default())
    return field.get_default()


def trust_keys() -> None:
    """PostgreSQL would look every foreign key up once more at the end, which takes longer than all else."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone()[0]:
                cursor.execute("SET LOCAL session_replication_role = replica")


def restart_keys(made: list[type[models.Model]]) -> None:
    """So that what is made later takes the next keys."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), made):
            cursor.execute(statement)
