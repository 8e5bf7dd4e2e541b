"""The protocol's own conformance suite, against the deployed MCP server."""

import json
import re
from collections import Counter
from pathlib import Path

from tests.e2e.node.conftest import HERE, Program
from tests.e2e.node.door import Door

RESULT = re.compile(r"server-(.+)-\d{4}-\d{2}-\d{2}T[\d-]+Z")


def test_each_scenario_that_applies_passes(
    conformance: Program, door: Door, tmp_path: Path
) -> None:
    listed = json.loads(HERE.joinpath("conformance.json").read_text())
    ran = conformance("server", "--url", door.url, "--suite", "active", "-o", str(tmp_path))
    results = {
        match[1]: Counter(check["status"] for check in json.loads(path.read_text()))
        for path in tmp_path.glob("*/checks.json")
        if (match := RESULT.fullmatch(path.parent.name))
    }
    assert {*results} == {*listed["applicable"], *listed["not_applicable"]}, ran.stderr
    for scenario in listed["applicable"]:
        assert results[scenario]["SUCCESS"] > 0, (scenario, ran.stdout)
        assert {*results[scenario]} <= {"SUCCESS", "INFO"}, (scenario, results[scenario])
