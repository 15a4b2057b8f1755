"""PostgreSQL's index knows each word by its scope, so that no list of a project's entries is compared with a word's."""

from django.db import migrations
from django.db.models.functions import Length

from annotations.search.words import LIGHT, cut

SCOPE = "substring(scope FROM '[0-9]+[a-z][a-z]')"
DROP = "ALTER TABLE annotations_entry DROP COLUMN lexemes"
ADD = "ALTER TABLE annotations_entry ADD COLUMN lexemes tsvector GENERATED ALWAYS AS ({}) STORED"
INDEX = "CREATE INDEX entry_lexemes ON annotations_entry USING gin (lexemes)"
NOW = f"array_to_tsvector(string_to_array({SCOPE} || replace(btrim(words), ' ', ' ' || {SCOPE}), ' '))"
BEFORE = "array_to_tsvector(string_to_array(btrim(words), ' ') || scope::text)"
IN_ORDER = "SET LOCAL synchronize_seqscans = off"  # else the table may be written anew from its midst on


def cut_long(apps, schema_editor):
    """Words with their scopes take more of the 1 MB that a tsvector may have."""
    Entry = apps.get_model("annotations", "Entry")
    long = Entry.objects.annotate(length=Length("words")).filter(length__gt=LIGHT).values_list("pk", "words")
    for pk, words in list(long):
        if cut(words) != words:
            Entry.objects.filter(pk=pk).update(words=cut(words))


def index_as(expression):
    def make(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in (IN_ORDER, DROP, ADD.format(expression), INDEX):
                schema_editor.execute(statement)

    return make


class Migration(migrations.Migration):
    dependencies = [("annotations", "0019_rows_of_articles")]

    operations = [
        migrations.RunPython(cut_long, migrations.RunPython.noop),
        migrations.RunPython(index_as(NOW), index_as(BEFORE)),
    ]
