"""Big projects for benchmarks: invented articles, and taggings as people make them, the same for the same seed.

Tags are used as words are (Zipf), one highlight in ten crosses into the next paragraph, one in ten has no tag, one
tagging in five is a stance with a target. Rows go in by bulk_create, so there is no diary of them.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, islice
from pathlib import Path
from random import Random

from django.db import transaction

from annotations import actions
from annotations.anchoring import CONTEXT
from annotations.models import Entity, Facet, Highlight, Tag, Tagging
from corpus_app.actions.articles import sha256
from corpus_app.ids import ALPHABET, LENGTH
from corpus_app.importing.fold import fold
from corpus_app.models import Article, ArticleVersion, Membership, Paragraph, Project, Role, User
from corpus_app.texts import SEPARATOR

DEMO = Path(__file__).resolve().parent.parent.parent / "fixtures" / "demo" / "articles"
AT = datetime(2025, 3, 14, 9, 30, 0, 123456, tzinfo=UTC)
BATCH = 2_000
OUTLETS = ("Harbour Post", "The Lantern", "Quay & Market", "North Shore Weekly", "Tide")


@dataclass(frozen=True)
class Size:
    articles: int = 1_000
    annotations: int = 100_000  # rows of annotations.csv
    paragraphs: int = 30  # in each article
    themes: int = 200
    coders: int = 10


def big_project(size: Size = Size(), *, seed: int = 1, slug: str = "big") -> Project:
    """A project of that size, owned by big-owner@corpus.test; its coders are coder-2@… and so on."""
    rng = Random(seed)
    with transaction.atomic():
        owner = person("big-owner")
        project = actions.start_project(owner=owner, name=slug.capitalize(), slug=slug)
        coders = [owner, *members(project, size.coders - 1)]
        texts = articles_of(project, owner, size, rng)
        tags, stances, entities = codebook_of(project, size, rng)
        annotate(project, texts, coders, tags, stances, entities, size, rng)
    for model in (Article, Highlight, Tagging):
        rows = model.objects.filter(project=project)
        rows.update(created_at=AT)
        if model is not Article:
            rows.update(updated_at=AT)
    return project


def person(name: str) -> User:
    email = f"{name}@corpus.test"
    there = User.objects.filter(email=email).first()
    return there or User.objects.create_user(email, uid=uid(Random(name)), display_name=name)


def uid(rng: Random) -> str:
    return "".join(rng.choices(ALPHABET, k=LENGTH))


def members(project: Project, count: int) -> list[User]:
    people = [person(f"coder-{number}") for number in range(2, count + 2)]
    Membership.objects.bulk_create(
        Membership(project=project, user=user, role=Role.CODER, number=number)
        for number, user in enumerate(people, 2)
    )
    return people


def sentences() -> list[str]:
    """Of the demo corpus, which was written for this repository."""
    text = " ".join(path.read_text() for path in sorted(DEMO.glob("*.txt")))
    found = re.split(r"(?<=[.!?”]) ", " ".join(text.split()))
    return [sentence for sentence in found if 20 < len(sentence) < 300]


def articles_of(project: Project, owner: User, size: Size, rng: Random) -> list[tuple[ArticleVersion, list[Paragraph]]]:
    stock = sentences()
    versions = []
    for first in range(0, size.articles, BATCH):
        numbers = range(first, min(first + BATCH, size.articles))
        rows = Article.objects.bulk_create(an_article(project, owner, number, rng) for number in numbers)
        texts = [[" ".join(rng.choices(stock, k=rng.randint(1, 6))) for _ in range(size.paragraphs)] for _ in rows]
        made = ArticleVersion.objects.bulk_create(
            ArticleVersion(article=row, text=(whole := SEPARATOR.join(parts)), sha256=sha256(whole))
            for row, parts in zip(rows, texts, strict=True)
        )
        for row, version in zip(rows, made, strict=True):
            row.version = version
        Article.objects.bulk_update(rows, ["version"], batch_size=500)
        versions += [(version, paragraphs(version, parts)) for version, parts in zip(made, texts, strict=True)]
    Paragraph.objects.bulk_create((row for _, rows in versions for row in rows), batch_size=BATCH)
    return versions


def an_article(project: Project, owner: User, number: int, rng: Random) -> Article:
    return Article(
        project=project, uid=uid(rng), added_by=owner, title=f"Cars on the quay, part {number}",
        source=rng.choice(OUTLETS), author=rng.choice(("", "R. Ellery", "J. Park")),
        published=f"20{rng.randint(10, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
    )


def paragraphs(version: ArticleVersion, parts: list[str]) -> list[Paragraph]:
    ends = accumulate((len(part) + len(SEPARATOR) for part in parts), initial=0)
    return [
        Paragraph(
            version=version, position=position, kind="body", role="content", text=part, start=start,
            end=start + len(part),
        )
        for position, (start, part) in enumerate(zip(ends, parts, strict=False), 1)
    ]


def codebook_of(project: Project, size: Size, rng: Random) -> tuple[list[Tag], list[Tag], list[Entity]]:
    """Themes in a tree of two levels, the three stances, and twenty targets."""
    theme = Facet.objects.get(project=project, kind="theme")
    top = [a_theme(theme, number, None, rng) for number in range(size.themes // 8)]
    Tag.objects.bulk_create(top)
    below = [a_theme(theme, n, top[n % len(top)], rng) for n in range(len(top), size.themes)] if top else []
    Tag.objects.bulk_create(below)
    stances = list(Tag.objects.filter(project=project, facet__kind="stance").order_by("position"))
    for stance in stances:
        stance.uid = uid(rng)
        stance.save(update_fields=["uid"])
    entities = Entity.objects.bulk_create(
        Entity(project=project, uid=uid(rng), name=f"Entity {number}", kind="other") for number in range(20)
    )
    return top + below, stances, entities


def a_theme(facet: Facet, number: int, parent: Tag | None, rng: Random) -> Tag:
    return Tag(
        project=facet.project, facet=facet, parent=parent, uid=uid(rng), name=f"Theme {number}", colour="blue",
        pattern="solid", position=number,
    )


def annotate(project, texts, coders, tags, stances, entities, size: Size, rng: Random) -> None:
    """Highlights and taggings until the rows are as many as asked for, spread over the articles by chance."""
    weights = list(accumulate(1 / rank for rank in range(1, len(tags) + 1)))
    left = size.annotations

    def plans():
        """A highlight with how many taggings it will have."""
        nonlocal left
        while left:
            wanted = min(left, rng.choices((0, 1, 2, 3), (10, 50, 30, 10))[0])
            left -= max(wanted, 1)
            yield a_highlight(project, *rng.choice(texts), rng.choice(coders), rng), wanted

    plan = plans()
    while batch := list(islice(plan, BATCH)):
        Highlight.objects.bulk_create(highlight for highlight, _ in batch)
        Tagging.objects.bulk_create(
            tagging
            for highlight, wanted in batch
            for tagging in some_taggings(highlight, wanted, coders, tags, weights, stances, entities, rng)
        )


def a_highlight(
    project: Project, version: ArticleVersion, rows: list[Paragraph], author: User, rng: Random
) -> Highlight:
    first = rng.randrange(len(rows))
    last = min(first + (rng.random() < 0.1), len(rows) - 1)
    start = rows[first].start + rng.randrange(len(rows[first].text) // 2)
    end = rng.randint(max(start, rows[last].start) + 1, rows[last].end)
    quote = version.text[start:end]
    return Highlight(
        project=project, article_id=version.article_id, version=version, uid=uid(rng), author=author, start=start,
        end=end, first_paragraph=rows[first].position, last_paragraph=rows[last].position, quote=quote,
        folded=fold(quote), prefix=version.text[max(0, start - CONTEXT) : start],
        suffix=version.text[end : end + CONTEXT],
    )


def some_taggings(highlight, wanted, coders, tags, weights, stances, entities, rng) -> list[Tagging]:
    """Different tags each, so that no two taggings are the same."""
    found: dict[int, Tagging] = {}
    while len(found) < wanted:
        is_stance = rng.random() < 0.2
        tag = rng.choice(stances) if is_stance else rng.choices(tags, cum_weights=weights)[0]
        if is_stance and any(other.single for other in found.values()):
            continue
        found[tag.pk] = Tagging(
            project_id=highlight.project_id, article_id=highlight.article_id, highlight=highlight,
            facet_id=tag.facet_id, tag=tag, uid=uid(rng), coder=highlight.author if is_stance else rng.choice(coders),
            target=rng.choice(entities) if is_stance else None, single=is_stance,
            holder=rng.choice(entities) if is_stance and rng.random() < 0.3 else None,
            memo="Compare with the other outlets." if rng.random() < 0.05 else "", codebook_version=1,
        )
    return list(found.values())
