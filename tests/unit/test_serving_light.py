"""What the serving process does not load, because it stays in memory for as long as it runs."""

import subprocess
import sys


def test_serving_loads_no_parser_of_documents():
    code = "import django, sys; django.setup(); import corpus_app.urls; print('lxml' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
