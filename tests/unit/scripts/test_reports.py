"""Adding up test reports."""

from pathlib import Path

import pytest

from scripts import reports

PASSED = '<testcase name="a"/>'
FAILED = '<testcase name="b"><failure message="no"/></testcase>'
BROKEN = '<testcase name="c"><error message="no"/></testcase>'
SKIPPED = '<testcase name="d"><skipped message="not today"/></testcase>'


def run(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    monkeypatch.setattr("sys.argv", ["", *map(str, paths)])
    reports.main()


def report(path: Path, *cases: str) -> Path:
    path.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
    return path


def test_the_last_line_is_the_sum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = report(tmp_path / "one.xml", PASSED, PASSED)
    two = report(tmp_path / "two.xml", PASSED)
    run(monkeypatch, one, two)
    assert capsys.readouterr().out.splitlines() == [
        f"{one}: 2 passed, 0 failed, 0 skipped",
        f"{two}: 1 passed, 0 failed, 0 skipped",
        "3 passed, 0 failed, 0 skipped",
    ]


@pytest.mark.parametrize("cases", [[PASSED, SKIPPED], [PASSED, FAILED], [PASSED, BROKEN], []])
def test_a_test_that_did_not_pass_fails_all(
    cases: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = report(tmp_path / "report.xml", *cases)
    with pytest.raises(SystemExit, match="Every test must run and pass"):
        run(monkeypatch, path)


def test_a_missing_report_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="every report must have some"):
        run(monkeypatch, report(tmp_path / "one.xml", PASSED), tmp_path / "missing.xml")
