"""The production server alone: idle memory, requests a second, downloads, and how soon an abandoned one ends.

Client and server share the machine's cores, so requests a second are lower bounds.
"""

import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import uvloop

ROOT = Path(__file__).resolve().parent.parent.parent
CONNECTIONS = 16
SECONDS = 3.0
CHUNK = 65_536


@contextlib.contextmanager
def serving(*arguments: str, settings: str) -> Iterator[tuple[int, int]]:
    """A server started as people do; yields its process and its port."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", "0", *arguments],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process.pid, int(re.search(r":(\d+)/", process.stdout.readline())[1])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.stdout.close()


def family(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(member for child in children for member in family(int(child)))]


def memory(process: int, kind: str = "Rss") -> float:
    """MB of a process and its children; Pss counts what they share once."""
    rollups = []
    for member in family(process):
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):  # readers of uploads come and go
            rollups.append(Path(f"/proc/{member}/smaps_rollup").read_text())
    return sum(int(re.search(rf"^{kind}:\s+(\d+)", rollup, re.M)[1]) for rollup in rollups) / 1024


def cpu(process: int) -> float:
    """Seconds of processor time so far; unlike the clock, it hardly depends on what else the machine does."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fetch(port: int, path: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(CHUNK), b""))


async def times_of_answers(port: int, path: str) -> list[float]:
    """Seconds each answer took, sorted, over kept connections."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    times: list[float] = []
    end = time.perf_counter() + SECONDS

    async def ask() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (started := time.perf_counter()) < end:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))
            times.append(time.perf_counter() - started)
        writer.close()

    await asyncio.gather(*(ask() for _ in range(CONNECTIONS)))
    return sorted(times)


def download(port: int, chunks: int, process: int) -> tuple[float, float]:
    """MB a second of a whole download, and the most memory seen meanwhile over what it was before."""
    before, most, received = memory(process), 0.0, 0
    started = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET /stream/{chunks}/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        while part := connection.recv(1024 * 1024):
            if received // 50_000_000 != (received := received + len(part)) // 50_000_000:
                most = max(most, memory(process))
    return received / 1e6 / (time.perf_counter() - started), most - before


def abandoned(port: int) -> float:
    """Milliseconds from leaving a download to the end of its generator."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET /stream/1000000000/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.recv(CHUNK)
        left = time.perf_counter()
    fetch(port, "/closed/")
    return (time.perf_counter() - left) * 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "SECRET_KEY": "bench-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-abc"}
        for command in ("migrate", "-v0"), ("collectstatic", "--no-input", "-v0"):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=os.environ, check=True)
        for workers in "1", "2":
            with serving("--workers", workers, settings="corpus_app.settings") as (process, port):
                for path in ["/health/", "/", "/admin/login/"] * 4:
                    fetch(port, path)
                shown = f"RSS {memory(process):.0f} MB, shared counted once {memory(process, 'Pss'):.0f} MB"
                print(f"idle after 12 requests, --workers {workers}: {shown}")
        with serving(settings="tests.benchmarks.serving_settings") as (process, port):
            before = cpu(process)
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                times = runner.run(times_of_answers(port, "/cacheable/"))
            each = (cpu(process) - before) / len(times) * 1000
            print(f"trivial view, {CONNECTIONS} connections: {len(times) / SECONDS:,.0f} requests/s, ", end="")
            print(f"p99 {times[int(len(times) * 0.99)] * 1000:.1f} ms, server's CPU {each:.2f} ms a request")
            rate, more = download(port, 8_000, process)
            print(f"download of 524 MB: {rate:,.0f} MB/s, {more:+.1f} MB memory")
            print("abandoned download ends after", ", ".join(f"{abandoned(port):.0f}" for _ in range(5)), "ms")


if __name__ == "__main__":
    main()
