from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus_app", "0008_sign_up_by_mail")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="display",
            field=models.JSONField(blank=True, default=dict, verbose_name="how pages look"),
        ),
    ]
