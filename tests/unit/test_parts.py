"""The runner of all parts counts what ran and hides nothing."""

from contextlib import ExitStack

import pytest

from tests.tooling import chromium, node
from tests.tooling.parts import PARTS, Desk, Outcome, counted, main, summary

REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><failure/></testcase><testcase name="c"><error/></testcase>
<testcase name="d"><skipped/></testcase><testsuite><testcase name="nested"/></testsuite>
</testsuite></testsuites>"""


def test_a_report_is_counted(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)
    assert counted(tmp_path / "report.xml", status=1) == Outcome(passed=2, failed=2, skipped=1)


def test_a_run_without_a_report_is_a_failure(tmp_path):
    assert counted(tmp_path / "none.xml", status=3) == Outcome(failed=1)


def test_a_run_that_ends_badly_after_its_tests_is_a_failure(tmp_path):
    (tmp_path / "report.xml").write_text("<testsuites><testcase/></testsuites>")
    assert counted(tmp_path / "report.xml", status=1) == Outcome(passed=1, failed=1)


def test_the_last_line_counts_all_tests(capsys):
    assert summary([("one", Outcome(passed=3), 1.0), ("two", Outcome(passed=1, failed=2), 1.0)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "4 passed, 2 failed"


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_part_that_could_not_run_is_told_and_fails_in_ci(monkeypatch, capsys, ci, status):
    monkeypatch.setenv("CI", ci)
    assert summary([("one", Outcome(passed=3), 1.0), ("two", Outcome(missing="No Chromium."), 1.0)]) == status
    assert "not run" in capsys.readouterr().out


def test_an_unknown_part_is_refused(capsys):
    assert main(["nonsense"]) == 2
    said = capsys.readouterr().err
    assert all(name in said for name in PARTS)


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        ([Outcome(10)], Outcome(10)),
        ([Outcome(8, 2), Outcome(2)], Outcome(10)),
        ([Outcome(8, 2), Outcome(1, 1)], Outcome(9, 1)),
        ([Outcome(6, 4)], Outcome(6, 4)),
    ],
)
def test_a_few_browser_tests_that_fail_get_a_second_try_and_many_do_not(tmp_path, monkeypatch, tries, expected):
    for tool in (chromium, node):
        monkeypatch.setattr(tool, "executable", lambda: "none is needed here")
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", "")

    class Told(Desk):
        def pytest(self, *arguments: str, **env: str) -> Outcome:
            return tries.pop(0)

    assert Told(tmp_path, ExitStack()).in_browser() == expected and not tries
