"""Django's registration of the corpus app."""

from django.apps import AppConfig


class CorpusConfig(AppConfig):
    name = "corpus_app"
    verbose_name = "Corpus"
    default_auto_field = "django.db.models.BigAutoField"
