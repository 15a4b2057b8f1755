"""Static files for production: names that change with their content, compressed beforehand."""

from collections.abc import Callable

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

REWRITES = HashedFilesMixin._js_module_import_aggregation_patterns[1]
COMMENTS = r"(?m)^[ \t]*(?://.*|/\*\*(?s:.*?)\*/[ \t]*)\n"  # on lines of their own


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also gives our own modules' imports their hashed names.

    Their comments are for who reads them here, and a tenth of what a browser would load; so they stay here.

    Django can do so for every app's scripts, but then takes the text `import("../htmx")` in a comment of
    django-htmx for an import and fails. Our own folder keeps rules that make the rewriting safe
    (tests/rules/test_static_modules.py).
    """

    patterns = (*HashedFilesMixin.patterns, ("js/*.js", (*REWRITES, (COMMENTS, ""))))

    def url_converter(self, name: str, hashed_files: dict, template: str | None = None, *more: object) -> Callable:
        if template == "":
            return lambda found: ""
        return super().url_converter(name, hashed_files, template, *more)
