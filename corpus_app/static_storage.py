"""Static files for production: names that change with their content, compressed beforehand."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

REWRITES = HashedFilesMixin._js_module_import_aggregation_patterns[1]


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also gives our own modules' imports their hashed names.

    Django can do so for every app's scripts, but then takes the text `import("../htmx")` in a comment of
    django-htmx for an import and fails. Our own folder keeps rules that make the rewriting safe
    (tests/rules/test_static_modules.py).
    """

    patterns = (*HashedFilesMixin.patterns, ("js/*.js", REWRITES))
