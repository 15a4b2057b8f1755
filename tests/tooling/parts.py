"""Run every part of the tests, one after the other, and end with the list of what ran.

`make test` runs them all, `make test PARTS="lint unit"` only those; a failure does not stop the others.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests.tooling import chromium, node, postgres
from tests.tooling.prepared import Preparation

ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT_SECONDS = 900  # for one part on a busy machine, so that nothing hangs for ever
SPREAD = ("-n", "3", "--dist", "worksteal")  # for two cores: one may wait; who has nothing left takes from another

# What a person may have set for a server of their own; the tests choose for themselves.
SETTINGS = ("DATABASE_URL", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "VAR_DIR", "PORT", "DEBUG", "CORPUS_LOCAL",
            "EMAIL_URL", "EMAIL_FROM", "CONTACT", "SIGN_UP", "FETCH_PAGES")
# In containers often: a hundred processes, of which each would compile all modules and rewrite all asserts again.
SLOWER = ("PYTHONDONTWRITEBYTECODE",)
# A deployment as strict as the guide asks for, for Django's own check of it.
STRICT = {
    "SECRET_KEY": "strict-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "SITE_URL": "https://corpus.example.org",
    "ALLOWED_HOSTS": "corpus.example.org",
}


FEW = 3  # browser tests that may fail at the first try; each is named in the output, and must pass the second


@dataclass(frozen=True)
class Outcome:
    """What became of a part; a check without tests of its own counts as one."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    missing: str = ""

    @property
    def word(self) -> str:
        return "not run" if self.missing else "FAILED" if self.failed else "passed"


@dataclass(frozen=True)
class Desk:
    """What the parts share: a folder of their own, and a PostgreSQL that starts at its first use."""

    folder: Path
    stack: contextlib.ExitStack
    prepared: dict[str, Preparation] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)

    def environment(self, **env: str) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in (*SETTINGS, *SLOWER)}
        return {**inherited, "VAR_DIR": str(self.folder), "PYTHONUNBUFFERED": "1", **env}

    def prepare(self, names: set[str]) -> None:
        """Begin to make what these parts start from."""
        env = self.environment(**STRICT)
        if ON_SQLITE & names:
            self.prepared["sqlite"] = Preparation.on_sqlite(self.folder / "prepared", ROOT, env)
        with contextlib.suppress(postgres.NoPostgres):  # the part itself tells it
            if "postgresql" in names and not postgres.is_given():
                self.prepared["postgresql"] = Preparation.on_postgres(self.postgres(), ROOT, env)
        for preparation in self.prepared.values():
            self.stack.callback(preparation.stop)

    def postgres(self) -> str:
        if not self.addresses:
            self.addresses.append(self.stack.enter_context(postgres.cluster()))
        return self.addresses[0]

    def call(self, *command: str | Path, **env: str) -> int:
        """Run a command to its end, with its output on ours; what hangs is asked to say where, then ended."""
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment(**env), stdin=subprocess.DEVNULL)
        try:
            return process.wait(LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            print(f"This took longer than {LIMIT_SECONDS} s and is stopped.", flush=True)
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            return 1
        except KeyboardInterrupt:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            raise
        finally:
            process.kill()
            process.wait()

    def check(self, *command: str | Path, **env: str) -> Outcome:
        return Outcome(failed=1) if self.call(*command, **env) else Outcome(passed=1)

    def manage(self, *arguments: str) -> Outcome:
        return self.check(sys.executable, "manage.py", *arguments, **STRICT)

    def pytest(self, *arguments: str, **env: str) -> Outcome:
        report = self.folder / f"{time.monotonic_ns()}.xml"
        var = {"VAR_DIR": tempfile.mkdtemp(dir=self.folder)}
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
        return counted(report, self.call(*command, **var, **env))

    def javascript(self) -> Outcome:
        report = self.folder / "js.xml"
        reporters = ["--test-reporter=spec", "--test-reporter-destination=stdout"]
        reporters += ["--test-reporter=junit", f"--test-reporter-destination={report}"]
        scripts = sorted((ROOT / "tests" / "js").rglob("*.*js"))
        files = [str(path.relative_to(ROOT)) for path in scripts if "test" in path.stem]
        quiet = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"
        return counted(report, self.call(node.executable(), quiet, "--test", *reporters, *files))

    def on_sqlite(self, *arguments: str, **env: str) -> Outcome:
        return self.pytest(*arguments, **self.awaited("sqlite"), **env)

    def on_postgres(self) -> Outcome:
        return self.pytest("tests/app", *SPREAD, DATABASE_URL=self.postgres(), **self.awaited("postgresql"))

    def awaited(self, database: str) -> dict[str, str]:
        return self.prepared[database].awaited() if database in self.prepared else {}

    def in_browser(self) -> Outcome:
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node.executable())
        browser = {"CHROMIUM": str(chromium.executable())}
        first = self.on_sqlite("tests/browser", *SPREAD, **browser)
        if not 0 < first.failed <= FEW or not first.passed:  # none passed: it was stopped and tells of no test
            return first
        print(f"\n{first.failed} failed: run once more, since a busy machine makes a browser late.", flush=True)
        again = self.on_sqlite("tests/browser", "--last-failed", "--last-failed-no-failures=none", **browser)
        return Outcome(first.passed + again.passed, again.failed, first.skipped)


PARTS: dict[str, tuple[str, Callable[[Desk], Outcome]]] = {
    "lint": ("lint", lambda desk: desk.check(sys.executable, "-m", "ruff", "check", "--output-format=concise", ".")),
    "deploy": ("deployment check", lambda desk: desk.manage("check", "--deploy", "--fail-level", "WARNING")),
    "migrations": ("no migration missing", lambda desk: desk.manage("makemigrations", "--check", "--dry-run")),
    "unit": ("unit tests", lambda desk: desk.pytest("tests/unit", *SPREAD)),
    "sqlite": ("application tests on SQLite", lambda desk: desk.on_sqlite("tests/app", *SPREAD)),
    "postgresql": ("application tests on PostgreSQL", Desk.on_postgres),
    "rules": ("rule tests", lambda desk: desk.on_sqlite("tests/rules", *SPREAD)),
    "js": ("JavaScript tests in Node", Desk.javascript),
    "browser": ("browser tests in Chromium", Desk.in_browser),
}

ON_SQLITE = {"sqlite", "rules", "browser"}


def main(names: list[str]) -> int:
    if unknown := set(names) - set(PARTS):
        print(f"No such part: {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    ran = []
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="corpus-test-")))
        desk = Desk(folder, stack)
        desk.prepare(set(names or PARTS))
        for name in names or PARTS:
            title, part = PARTS[name]
            print(f"\n── {title} ".ljust(100, "─"), flush=True)
            started = time.monotonic()
            ran.append((title, outcome_of(part, desk), time.monotonic() - started))
    return summary(ran)


def outcome_of(part: Callable[[Desk], Outcome], desk: Desk) -> Outcome:
    try:
        return part(desk)
    except (postgres.NoPostgres, chromium.NoChromium, node.NoNode) as missing:
        print(missing, flush=True)
        return Outcome(missing=str(missing))
    except Exception:  # whatever it is: the other parts shall run, and this one counts as failed
        traceback.print_exc()
        return Outcome(failed=1)


def counted(report: Path, status: int) -> Outcome:
    """Counts from a JUnit report; a run that ended badly without a failed test counts as one failure."""
    cases = ElementTree.parse(report).getroot().findall(".//testcase") if report.exists() else []
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    return Outcome(len(cases) - failed - skipped, failed or int(status != 0), skipped)


def summary(ran: list[tuple[str, Outcome, float]]) -> int:
    """Print what ran; the exit status is 1 if anything failed, or in CI could not run."""
    print("\n── what ran ".ljust(100, "─"))
    for title, outcome, seconds in ran:
        skipped = f", {outcome.skipped} skipped" if outcome.skipped else ""
        print(f"{title:36} {outcome.word:8} {outcome.passed:5} passed, {outcome.failed} failed{skipped:14}", end="")
        print(f"{seconds:7.1f} s  {outcome.missing}".rstrip())
    missing = sum(bool(outcome.missing) for _, outcome, _ in ran)
    failed = sum(outcome.failed for _, outcome, _ in ran)
    print(f"\n{len(ran)} parts in {sum(seconds for _, _, seconds in ran):.0f} s, {missing} of them could not run")
    print(f"{sum(outcome.passed for _, outcome, _ in ran)} passed, {failed} failed", flush=True)
    return int(failed > 0 or (missing > 0 and os.environ.get("CI", "").lower() in ("true", "1")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
