"""What was written before is found by its words, too."""

from django.db import migrations

from corpus_app.importing.fold import fold

BATCH = 500


def fill(apps, schema_editor):
    comments = apps.get_model("annotations", "Comment").objects
    waiting = comments.filter(folded="").exclude(text="").order_by("pk").only("pk", "text")
    done = 0
    while some := list(waiting.filter(pk__gt=done)[:BATCH]):
        for comment in some:
            comment.folded = fold(comment.text)
        comments.bulk_update(some, ["folded"])
        done = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [("annotations", "0006_notes_memos_and_inbox")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
