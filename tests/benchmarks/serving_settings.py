"""The tests' settings with the views that try the server, which do nothing: what remains is the server itself."""

import importlib

tooling = importlib.import_module("tests.tooling.settings")
globals().update({name: getattr(tooling, name) for name in dir(tooling) if name.isupper()})

ROOT_URLCONF = "tests.app.serving_urls"
