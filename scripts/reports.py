"""Add up JUnit reports, and fail on a test that failed, was skipped or is missing.

python -m scripts.reports build/reports/unit.xml build/reports/e2e.xml …
"""

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree


def main() -> None:
    """Print a line for each report that the command line names, and the sum."""
    total: Counter[str] = Counter()
    complete = True
    for path in map(Path, sys.argv[1:]):
        found = count(path) if path.is_file() else Counter()
        complete &= found["passed"] > 0
        print(f"{path}: {sentence(found)}")
        total += found
    print(sentence(total))
    if total["failed"] or total["skipped"] or not complete:
        sys.exit("Every test must run and pass, and every report must have some.")


def sentence(results: Counter[str]) -> str:
    """For people, and for machines that read the last line of a test run."""
    return ", ".join(f"{results[outcome]} {outcome}" for outcome in ("passed", "failed", "skipped"))


def count(path: Path) -> Counter[str]:
    """How many test cases of a report passed, failed (errors too) and were skipped."""
    results: Counter[str] = Counter()
    # Written by our own test run a moment ago.
    for case in ElementTree.parse(path).iter("testcase"):  # noqa: S314
        outcomes = {child.tag for child in case}
        if outcomes & {"failure", "error"}:
            results["failed"] += 1
        elif "skipped" in outcomes:
            results["skipped"] += 1
        else:
            results["passed"] += 1
    return results


if __name__ == "__main__":
    main()
