"""What took a change back says what that was: "undo" becomes "undo add-tagging" or "redo add-tagging"."""

from django.db import migrations


def name_them(apps, schema_editor):
    change_model = apps.get_model("corpus_app", "Change")
    for change in change_model.objects.filter(verb="undo").select_related("undoes").order_by("project", "number"):
        former = change.undoes.verb if change.undoes else ""
        change.verb = f"{'redo' if former.startswith('undo ') else 'undo'} {former.rsplit(' ', 1)[-1]}"
        change.save(update_fields=["verb"])


def forget_them(apps, schema_editor):
    changes = apps.get_model("corpus_app", "Change").objects
    changes.filter(undoes__isnull=False).update(verb="undo")


class Migration(migrations.Migration):

    dependencies = [
        ("annotations", "0003_wider_tag_index"),
        ("corpus_app", "0001_initial"),
    ]

    operations = [migrations.RunPython(name_them, forget_them)]
