"""`manage.py serve` as a process: how it starts, stops, and keeps its workers."""

import http.client
import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from corpus_app.management.commands.serve import listen
from corpus_app.server.application import Application
from corpus_app.server.process import Server, serve
from corpus_app.server.reader import reader

PATIENCE = 30  # seconds until a test gives up; none waits for them to pass
ROOT = Path(__file__).parents[2]
KEY = "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@contextmanager
def command(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen, int]]:
    """`manage.py serve` as people run it, and the port it says it answers at."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", "0", *arguments],
        cwd=ROOT,
        env={**os.environ, "SECRET_KEY": KEY, "DJANGO_SETTINGS_MODULE": "tests.tooling.settings", **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        yield process, int(re.search(r":(\d+)/", line)[1])
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def asked(port: int) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/health/")
        return connection.getresponse().status


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_serves_until_it_is_told_to_stop(number: int):
    with command() as (process, port):
        assert asked(port) in (200, 503)
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0


def test_a_signal_that_comes_before_the_server_runs_is_not_lost(monkeypatch, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    told_to_stop = []

    def run(server: Server, sockets: list[socket.socket]) -> None:
        signal.raise_signal(signal.SIGTERM)
        told_to_stop.append(server.should_exit)

    monkeypatch.setattr(Server, "run", run)
    monkeypatch.setattr(reader, "begin", lambda: None)  # this process does not serve for long
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    with closing(listen("127.0.0.1", 0)) as listener:
        serve(listener, Application())
    for number, handler in before.items():
        signal.signal(number, handler)
    assert told_to_stop == [True]


def children(process: subprocess.Popen) -> set[int]:
    return {int(child) for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()}


def test_a_worker_that_dies_is_replaced_and_all_stop_together():
    with command("--workers", "2") as (process, port):
        assert asked(port) in (200, 503)
        before = children(process)
        assert len(before) == 2
        killed = before.pop()
        os.kill(killed, signal.SIGKILL)
        while killed in (now := children(process)) or len(now) < 2:
            assert asked(port) in (200, 503)
        assert asked(port) in (200, 503)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert not any(Path(f"/proc/{worker}").exists() for worker in now)


def test_workers_do_not_outlive_the_one_who_began_them():
    with command("--workers", "2") as (process, port):
        assert asked(port) in (200, 503)
        workers = [os.pidfd_open(worker) for worker in children(process)]
        process.kill()
        for worker in workers:
            assert select.select([worker], [], [], PATIENCE)[0], "still there"
            os.close(worker)


def test_the_only_process_outlives_the_shell_that_began_it():
    """`manage.py serve &` and the terminal closed: it must go on."""
    environment = {**os.environ, "SECRET_KEY": KEY, "DJANGO_SETTINGS_MODULE": "tests.tooling.settings"}
    shell = subprocess.Popen(
        ["/bin/sh", "-c", f"'{sys.executable}' manage.py serve --port 0 & echo $!; wait"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
    )
    served = int(shell.stdout.readline())
    port = int(re.search(r":(\d+)/", shell.stdout.readline())[1])
    try:
        shell.kill()
        shell.wait()
        statuses = {asked(port) for _ in range(20)}
        assert statuses <= {200, 503} and os.getpgid(served)
    finally:
        os.kill(served, signal.SIGTERM)
        shell.stdout.close()


def test_a_taken_port_is_explained():
    with closing(listen("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"port {port}.*Choose another port"):
            listen("127.0.0.1", port)


def test_files_not_collected_are_explained(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": settings.HASHED_STATIC}}
    with pytest.raises(CommandError, match="collectstatic"):
        call_command("serve")


def test_a_key_kept_by_a_local_run_does_not_serve_others(settings):
    settings.SECRET_KEY_GIVEN = None
    with pytest.raises(ImproperlyConfigured, match="for local runs"):
        call_command("serve")
