"""The words there are, by which parts of words are looked for."""

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    Entry, Word = apps.get_model("annotations", "Entry"), apps.get_model("annotations", "Word")
    there: dict[int, set[str]] = {}
    for project, words in Entry.objects.order_by("pk").values_list("project", "words").iterator(chunk_size=2_000):
        there.setdefault(project, set()).update(words.split())
    for project, words in there.items():
        Word.objects.bulk_create([Word(project_id=project, word=word) for word in sorted(words)], batch_size=1_000)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0017_search_memos_of_taggings"), ("corpus_app", "0018_draft_of_file")]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=64)),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                        to="corpus_app.project",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("project", "word"), name="each_word_once")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
