import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import corpus_app.ids


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0012_merged_entities"),
        ("corpus_app", "0012_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=corpus_app.ids.new_id, editable=False, max_length=12)),
                ("name", models.CharField(max_length=80)),
                ("query", models.TextField(blank=True)),
                ("is_shared", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="saved_views",
                        to="corpus_app.project",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("project", "uid"), name="saved_view_uid_unique_in_project"),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)), fields=("project", "owner", "name"),
                        name="saved_view_name_once",
                    ),
                ],
            },
        ),
    ]
