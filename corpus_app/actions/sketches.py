"""Keeping the sketches by which versions and copied passages are found: derived data, so no change in the diary."""

from collections.abc import Sequence
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from corpus_app.importing.sketch import SCHEME, sketch
from corpus_app.models import Article, ArticleVersion, Paragraph, ParagraphRole, Sketch, SketchKey
from corpus_app.written import insert

AT_ONCE = 50


def write_sketch(*, project: int, version: ArticleVersion, contents: Sequence[tuple[int, str]]) -> None:
    """Of the paragraphs that are article, with their positions."""
    made = sketch([text for _, text in contents])
    insert(Sketch(version=version, scheme=SCHEME, packed=made.packed()))
    rows = [SketchKey(project_id=project, key=key, version=version, position=0) for key in made.bands]
    rows += [
        SketchKey(project_id=project, key=key, version=version, position=position)
        for (position, _), keys in zip(contents, made.keys, strict=True) for key in keys
    ]
    SketchKey.objects.bulk_create(rows, batch_size=500)


def unsketched() -> QuerySet[Article]:
    """Articles from before there were sketches, or with one of another scheme."""
    return Article.objects.filter(version__isnull=False).exclude(version__sketch__scheme=SCHEME)


def sketch_some() -> int:
    """Sketch some of them, a transaction each; returns how many."""
    some = list(unsketched().select_related("version").defer("version__text")[:AT_ONCE])
    for article in some:
        with suppress(IntegrityError), transaction.atomic():  # another reader was faster
            Sketch.objects.filter(version=article.version).delete()
            SketchKey.objects.filter(version=article.version).delete()
            contents = Paragraph.objects.filter(version=article.version, role=ParagraphRole.CONTENT)
            write_sketch(
                project=article.project_id, version=article.version,
                contents=list(contents.values_list("position", "text")),
            )
    return len(some)
