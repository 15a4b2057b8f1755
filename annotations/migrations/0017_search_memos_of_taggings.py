"""The memos of taggings among what can be searched."""

from django.db import migrations, models

from annotations.search.words import stored
from corpus_app.importing.fold import fold

KINDS = ("text", "mark", "note", "memo", "title", "source", "author", "remark")
# SQLite makes the table anew for another constraint, and its triggers are gone then: the same as in 0008.
TRIGGERS = (
    "CREATE TRIGGER IF NOT EXISTS entry_is_new AFTER INSERT ON annotations_entry BEGIN "
    "INSERT INTO annotations_entry_fts(rowid, scope, words) VALUES (new.id, new.scope, new.words); END",
    "CREATE TRIGGER IF NOT EXISTS entry_is_gone AFTER DELETE ON annotations_entry BEGIN "
    "INSERT INTO annotations_entry_fts(annotations_entry_fts, rowid, scope, words) "
    "VALUES ('delete', old.id, old.scope, old.words); END",
    "CREATE TRIGGER IF NOT EXISTS entry_has_changed AFTER UPDATE ON annotations_entry BEGIN "
    "INSERT INTO annotations_entry_fts(annotations_entry_fts, rowid, scope, words) "
    "VALUES ('delete', old.id, old.scope, old.words); "
    "INSERT INTO annotations_entry_fts(rowid, scope, words) VALUES (new.id, new.scope, new.words); END",
)


def make_triggers(apps, schema_editor):
    for statement in TRIGGERS if schema_editor.connection.vendor == "sqlite" else ():
        schema_editor.execute(statement)


def fill(apps, schema_editor):
    Entry, Tagging = apps.get_model("annotations", "Entry"), apps.get_model("annotations", "Tagging")
    rows = Tagging.objects.filter(article__removed_at=None, highlight__removed_at=None).exclude(memo="").order_by("pk")
    columns = ("pk", "memo", "project", "article", "coder")
    made = [
        Entry(
            kind="remark", subject=pk, words=stored(fold(memo)), project_id=project, article_id=article,
            person_id=coder, scope=f"p{project}remark",
        )
        for pk, memo, project, article, coder in rows.values_list(*columns)
    ]
    Entry.objects.bulk_create([row for row in made if row.words.strip()], batch_size=1_000)


def forget(apps, schema_editor):
    apps.get_model("annotations", "Entry").objects.filter(kind="remark").delete()


class Migration(migrations.Migration):
    dependencies = [("annotations", "0016_passages_of_articles")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, make_triggers),
        migrations.RemoveConstraint("entry", "entry_kind_known"),
        migrations.AlterField(
            "entry",
            "kind",
            models.CharField(choices=[(kind, kind.capitalize()) for kind in KINDS], max_length=6),
        ),
        migrations.AddConstraint(
            "entry",
            models.CheckConstraint(condition=models.Q(("kind__in", list(KINDS))), name="entry_kind_known"),
        ),
        migrations.RunPython(make_triggers, migrations.RunPython.noop),
        migrations.RunPython(fill, forget),
    ]
