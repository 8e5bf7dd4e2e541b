"""The list of what is in the layers. `make package-test` and `make sbom` make it from the locks."""

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.layers import LAYERS
from scripts.package_dependencies import read

ROOT = Path(__file__).parents[2]
LICENSES = ROOT / "build/sbom/licenses.md"


@pytest.fixture(scope="module")
def sbom() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ROOT / "build/sbom/layers.cdx.json").read_text())
    return content


def named(sbom: dict[str, Any]) -> dict[str, str]:
    """The version of each package in the SBOM."""
    return {
        canonicalize_name(component["name"]): component["version"]
        for component in sbom["components"]
    }


def locked() -> dict[str, str]:
    """The version of each package in the locks, without those for other systems."""
    requirements = [
        Requirement(text.partition("\\")[0])
        for layer in LAYERS
        for text in read(ROOT / f"requirements/{layer}.txt").values()
    ]
    return {
        canonicalize_name(requirement.name): str(requirement.specifier).removeprefix("==")
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate()
    }


def test_it_names_every_package_of_the_locks_and_no_other(sbom: dict[str, Any]) -> None:
    assert len(locked()) > 50
    assert named(sbom) == locked()


def test_whatever_is_in_the_zips_is_in_it(sbom: dict[str, Any]) -> None:
    packed = {}
    for layer in LAYERS:
        names = ZipFile(ROOT / f"build/host/packages/{layer}.zip").namelist()
        for match in filter(
            None, (re.match(r"python/([^/]+)\.dist-info/", name) for name in names)
        ):
            name, version = match[1].split("-")
            packed[canonicalize_name(name)] = version
    assert len(packed) > 50
    assert packed.items() <= named(sbom).items()


def test_it_says_what_kaiwa_itself_asks_for(sbom: dict[str, Any]) -> None:
    inputs = [ROOT / f"requirements/{layer}.in" for layer in LAYERS]
    asked = {
        canonicalize_name(Requirement(line).name)
        for path in inputs
        for line in path.read_text().splitlines()
        if "==" in line
    }
    root = sbom["metadata"]["component"]
    edges = {edge["ref"]: edge.get("dependsOn", []) for edge in sbom["dependencies"]}
    needed = {canonicalize_name(ref.partition("==")[0]) for ref in edges[root["bom-ref"]]}
    assert (root["name"], needed) == ("kaiwa", asked)


def test_every_package_has_a_licence(sbom: dict[str, Any]) -> None:
    assert [entry["name"] for entry in sbom["components"] if not entry.get("licenses")] == []


def test_the_list_of_licences_names_the_same_packages() -> None:
    rows = [line.strip("|").split("|") for line in LICENSES.read_text().splitlines()[2:]]
    assert {canonicalize_name(row[0].strip()): row[1].strip() for row in rows} == locked()
    assert [row[0] for row in rows if row[2].strip() in {"", "UNKNOWN"}] == []
