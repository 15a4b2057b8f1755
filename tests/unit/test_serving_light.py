"""What the serving processes load and look through, because it stays in memory for as long as they run."""

import json
import subprocess
import sys

# Each of the workers that `manage.py serve` has forked says how it is, instead of serving.
WORKERS = """
import gc, json, os, signal, sys
import django
django.setup()
from django.core.management import call_command
from django.template import loader
from corpus_app.management.commands import serve

def say(listener, application, parent):
    before = len(gc.get_objects())
    loader.get_template("annotations/_passages_results.html")
    os.write(1, json.dumps({
        "frozen": gc.get_freeze_count(), "to look through": before,
        "more by a template": len(gc.get_objects()) - before,
        "young": gc.get_threshold()[0], "parser": "lxml" in sys.modules, "views": "annotations.views" in sys.modules,
    }).encode() + b"\\n")
    signal.pause()

serve.serve = say
call_command("serve", port=0, workers=2, stdout=open(os.devnull, "w"))
"""


def test_workers_have_loaded_their_views_and_are_not_looked_through_for_garbage():
    with subprocess.Popen([sys.executable, "-c", WORKERS], stdout=subprocess.PIPE, text=True) as process:
        said = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.terminate()
    for worker in said:
        assert worker["views"] and not worker["parser"]
        assert worker["frozen"] > 100_000 and worker["to look through"] < 5_000
        assert worker["more by a template"] < 100 and worker["young"] > 700
