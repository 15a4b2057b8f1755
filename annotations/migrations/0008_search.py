"""The words of all texts, and each database's own index over them."""

from itertools import chain

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from annotations.search.words import stored
from corpus_app.importing.fold import fold

STEP = 2_000
SQLITE = (
    "CREATE VIRTUAL TABLE annotations_entry_fts USING fts5("
    "scope, words, content='annotations_entry', content_rowid='id', tokenize='ascii', columnsize=0)",
    "CREATE TRIGGER entry_is_new AFTER INSERT ON annotations_entry BEGIN "
    "INSERT INTO annotations_entry_fts(rowid, scope, words) VALUES (new.id, new.scope, new.words); END",
    "CREATE TRIGGER entry_is_gone AFTER DELETE ON annotations_entry BEGIN "
    "INSERT INTO annotations_entry_fts(annotations_entry_fts, rowid, scope, words) "
    "VALUES ('delete', old.id, old.scope, old.words); END",
    "CREATE TRIGGER entry_has_changed AFTER UPDATE ON annotations_entry BEGIN "
    "INSERT INTO annotations_entry_fts(annotations_entry_fts, rowid, scope, words) "
    "VALUES ('delete', old.id, old.scope, old.words); "
    "INSERT INTO annotations_entry_fts(rowid, scope, words) VALUES (new.id, new.scope, new.words); END",
)
SQLITE_BACK = ("DROP TABLE annotations_entry_fts",)
# Without positions: PostgreSQL keeps at most 256 of a word and none beyond 16,383, so phrases are read from `words`.
POSTGRESQL = (
    "ALTER TABLE annotations_entry ADD COLUMN lexemes tsvector GENERATED ALWAYS AS "
    "(array_to_tsvector(string_to_array(btrim(words), ' ') || scope::text)) STORED",
    "CREATE INDEX entry_lexemes ON annotations_entry USING gin (lexemes)",
)
TRIGRAMS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX entry_trigrams ON annotations_entry USING gin (words gin_trgm_ops)",
)
MAY_HAVE_TRIGRAMS = (
    "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') OR (has_database_privilege("
    "current_database(), 'CREATE') AND EXISTS (SELECT FROM pg_available_extension_versions "
    "WHERE name = 'pg_trgm' AND trusted))"
)


def make_index(apps, schema_editor):
    """Without trigrams, which some servers do not allow, parts of words are found by reading: slower, but the same."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        schema_editor.execute(statement)
    if is_postgresql:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(MAY_HAVE_TRIGRAMS)
            (may,) = cursor.fetchone()
        for statement in TRIGRAMS if may else ():
            schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in () if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


def fill(apps, schema_editor):
    """What is there already; from now on the diary tells (annotations/search/index.py)."""
    Entry = apps.get_model("annotations", "Entry")
    batch = []
    for values, scope, text in chain(of_articles(apps), of_people(apps)):
        words = stored(text)
        if words.strip():
            batch.append(Entry(**values, scope=f"p{values['project_id']}{scope}", words=words))
        if len(batch) == 1_000:
            Entry.objects.bulk_create(batch)
            batch = []
    Entry.objects.bulk_create(batch)


def in_steps(rows):
    """By their keys, which stand first: all texts at once take gigabytes, and SQLite writes slowly beside an open query."""
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:STEP]):
        yield from some
        last = some[-1][0]


def of_articles(apps):
    Paragraph = apps.get_model("corpus_app", "Paragraph")
    Article = apps.get_model("corpus_app", "Article")
    rows = Paragraph.objects.filter(version__article__version=models.F("version"), version__article__removed_at=None)
    columns = ("pk", "text", "version__article", "version__article__project")
    for pk, text, article, project in in_steps(rows.exclude(role="boilerplate").values_list(*columns)):
        yield {"kind": "text", "subject": pk, "article_id": article, "project_id": project}, "text", fold(text)
    columns = ("title", "source", "author")
    articles = Article.objects.filter(removed_at=None).values_list("pk", "project", *columns)
    for pk, project, *said in in_steps(articles):
        for kind, text in zip(columns, said, strict=True):
            yield {"kind": kind, "subject": pk, "article_id": pk, "project_id": project}, kind, fold(text)


def of_people(apps):
    live = {"removed_at": None}
    Highlight, Comment, Memo = (apps.get_model("annotations", name) for name in ("Highlight", "Comment", "Memo"))
    columns = ("pk", "folded", "article", "project", "author")
    marks = Highlight.objects.filter(article__removed_at=None, **live).values_list(*columns)
    notes = Comment.objects.filter(article__removed_at=None, highlight__removed_at=None, **live).values_list(*columns)
    memos = Memo.objects.filter(article__removed_at=None, **live).values_list(*columns, "is_shared")
    for kind, rows in (("mark", marks), ("note", notes), ("memo", memos)):
        for pk, folded, article, project, person, *shared in in_steps(rows):
            values = {
                "kind": kind, "subject": pk, "article_id": article, "project_id": project, "person_id": person,
            }
            yield values, "private" if shared == [False] else kind, folded


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0007_fold_notes"),
        ("corpus_app", "0012_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"), ("mark", "Mark"), ("note", "Note"), ("memo", "Memo"),
                            ("title", "Title"), ("source", "Source"), ("author", "Author"),
                        ],
                        max_length=6,
                    ),
                ),
                ("subject", models.BigIntegerField()),
                ("scope", models.CharField(max_length=40)),
                ("words", models.TextField()),
                (
                    "article",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                        to="corpus_app.article",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                        to="corpus_app.project",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["scope", "id"], name="entries_of_scope")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "subject"), name="one_entry_per_text"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["text", "mark", "note", "memo", "title", "source", "author"])
                        ),
                        name="entry_kind_known",
                    ),
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
