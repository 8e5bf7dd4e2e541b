"""Where Terraform finds its providers, on machines of all kinds."""

import json
import shlex
from pathlib import Path

import pytest

from scripts import terraform_environment

USE_MIRROR = """provider_installation {{
  filesystem_mirror {{
    path    = "{mirror}"
    include = ["registry.terraform.io/hashicorp/aws"]
  }}
  direct {{
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }}
}}
"""


class Machine:
    """A file system without mirrors, an empty home and Terraform 1.11."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.home, self.target = folder / "root", folder / "home", folder / "b/t.env"
        self._programs = folder / "programs"
        for path in (self.root, self.home, self._programs):
            path.mkdir()
        for name in ("TF_CLI_CONFIG_FILE", "TF_PLUGIN_DIR"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", str(self.home))
        monkeypatch.setenv("PATH", f"{self._programs}:/usr/bin:/bin")
        monkeypatch.setattr("sys.argv", ["terraform_environment", str(self.target)])
        monkeypatch.setattr(terraform_environment, "ROOT", self.root)
        self.install("1.11.4")

    def install(self, version: str) -> None:
        program = self._programs / "terraform"
        program.write_text(f"#!/bin/sh\necho '{json.dumps({'terraform_version': version})}'\n")
        program.chmod(0o755)

    def uninstall(self) -> None:
        self._programs.joinpath("terraform").unlink()

    def mirror(self, place: str) -> Path:
        path = self.root / place
        path.joinpath("registry.terraform.io/hashicorp/aws/5.100.0").mkdir(parents=True)
        return path

    def exports(self) -> str:
        terraform_environment.main()
        return self.target.read_text()

    @property
    def configuration(self) -> Path:
        return self.target.with_suffix(".tfrc")

    @property
    def named_configuration(self) -> str:
        return f"export TF_CLI_CONFIG_FILE={shlex.quote(str(self.configuration))}\n"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_without_a_mirror_terraform_asks_the_registry(machine: Machine) -> None:
    assert machine.exports() == "unset TF_CLI_CONFIG_FILE\n"
    assert not machine.configuration.exists()


@pytest.mark.parametrize("place", ["mirror", "opt/mirror"])
def test_a_mirror_up_to_two_levels_below_the_root_is_used(machine: Machine, place: str) -> None:
    mirror = machine.mirror(place)
    assert machine.exports() == machine.named_configuration
    assert machine.configuration.read_text() == USE_MIRROR.format(mirror=mirror)


def test_a_mirror_three_levels_below_the_root_is_not_found(machine: Machine) -> None:
    machine.mirror("srv/opt/mirror")
    assert machine.exports() == "unset TF_CLI_CONFIG_FILE\n"


def test_a_named_mirror_goes_before_a_found_one(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.mirror("opt/mirror")
    named = machine.mirror("srv/opt/mirror")
    monkeypatch.setenv("TF_PLUGIN_DIR", str(named))
    assert machine.exports() == machine.named_configuration
    assert machine.configuration.read_text() == USE_MIRROR.format(mirror=named)


def test_a_named_mirror_that_is_none_is_told(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_PLUGIN_DIR", str(machine.home))
    with pytest.raises(SystemExit, match="holds no registry"):
        machine.exports()


def test_a_configuration_that_the_user_named_is_kept(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.mirror("mirror")
    own = machine.home / "own.tfrc"
    own.write_text("")
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(own))
    assert machine.exports() == ""


def test_a_named_configuration_that_is_missing_is_replaced(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.mirror("mirror")
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(machine.home / "missing.tfrc"))
    assert machine.exports() == machine.named_configuration


def test_the_users_own_settings_are_taken_over(machine: Machine) -> None:
    mirror = machine.mirror("mirror")
    machine.home.joinpath(".terraformrc").write_text('plugin_cache_dir = "/cache"\n')
    machine.exports()
    expected = 'plugin_cache_dir = "/cache"\n\n' + USE_MIRROR.format(mirror=mirror)
    assert machine.configuration.read_text() == expected


def test_the_users_own_choice_of_providers_is_kept(machine: Machine) -> None:
    machine.mirror("mirror")
    machine.home.joinpath(".terraformrc").write_text("provider_installation {\n  direct {}\n}\n")
    assert machine.exports() == "unset TF_CLI_CONFIG_FILE\n"


def test_what_is_unchanged_is_not_written_again(machine: Machine) -> None:
    machine.mirror("mirror")
    machine.exports()
    before = [path.stat().st_mtime_ns for path in (machine.target, machine.configuration)]
    machine.exports()
    assert [path.stat().st_mtime_ns for path in (machine.target, machine.configuration)] == before


@pytest.mark.parametrize("version", ["1.10.5", "0.15.0"])
def test_an_old_terraform_is_told(machine: Machine, version: str) -> None:
    machine.install(version)
    with pytest.raises(SystemExit, match=rf"Terraform {version} is too old\. Install 1\.11"):
        machine.exports()


def test_a_missing_terraform_is_told(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.uninstall()
    monkeypatch.setenv("PATH", str(machine.home))
    with pytest.raises(SystemExit, match=r"Terraform is not there\. Install 1\.11"):
        machine.exports()
