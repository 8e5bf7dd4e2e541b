"""Find out where Terraform gets its providers, and write that down for the shell to read.

    python scripts/terraform_environment.py build/terraform.env

Some machines carry a mirror of the providers in a folder that Terraform does not look into. A
configuration that names it is written beside the target, which exports TF_CLI_CONFIG_FILE. Only the
standard library is used, so that a missing Terraform is told before anything is installed.
"""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

REGISTRY = "registry.terraform.io"
OLDEST_VERSION = (1, 11)
ROOT = Path("/")


def main() -> None:
    """Write the file that the command line names, unless it says the same already."""
    target = Path(sys.argv[1])
    _check_version()
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, _exports(target.with_suffix(".tfrc")))


def _check_version() -> None:
    what_to_do = "Install 1.11 or newer: https://developer.hashicorp.com/terraform/install"
    # A configuration that is missing would put a warning before the JSON.
    environment = {key: value for key, value in os.environ.items() if key != "TF_CLI_CONFIG_FILE"}
    try:
        answer = subprocess.run(
            ["terraform", "version", "-json"],
            capture_output=True,
            check=True,
            env=environment,
            text=True,
        )
    except OSError:
        sys.exit(f"Terraform is not there. {what_to_do}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"Terraform does not run: {error.stderr.strip()}")
    version = json.loads(answer.stdout)["terraform_version"]
    if tuple(int(number) for number in version.split(".")[:2]) < OLDEST_VERSION:
        sys.exit(f"Terraform {version} is too old. {what_to_do}")


def _exports(configuration: Path) -> str:
    """Shell commands; the configuration is written if a mirror is to be used."""
    named = os.environ.get("TF_CLI_CONFIG_FILE")
    if named and Path(named).is_file():
        return ""
    own = Path.home() / ".terraformrc"
    own_text = own.read_text() if own.is_file() else ""
    mirrors = list(_mirrors())
    if not mirrors or "provider_installation" in own_text:
        return "unset TF_CLI_CONFIG_FILE\n"
    _write(configuration, f"{own_text}\n{_provider_installation(mirrors)}".lstrip())
    return f"export TF_CLI_CONFIG_FILE={shlex.quote(str(configuration.resolve()))}\n"


def _mirrors() -> Iterator[Path]:
    if named := os.environ.get("TF_PLUGIN_DIR"):
        if not Path(named, REGISTRY).is_dir():
            sys.exit(f"TF_PLUGIN_DIR is {named}, which holds no {REGISTRY}: correct it.")
        yield Path(named).resolve()
        return
    for pattern in (f"*/{REGISTRY}", f"*/*/{REGISTRY}"):
        for registry in sorted(ROOT.glob(pattern)):
            # Others may put what they like into /tmp.
            if registry.stat().st_uid in {0, os.getuid()}:
                yield registry.parent


def _provider_installation(mirrors: list[Path]) -> str:
    """What the mirrors have comes from there only: nothing asks the network for it."""
    lines = ["provider_installation {"]
    mirrored = []
    for mirror in mirrors:
        providers = json.dumps([str(path.relative_to(mirror)) for path in _providers(mirror)])
        path = json.dumps(str(mirror))
        lines += ["  filesystem_mirror {", f"    path    = {path}", f"    include = {providers}"]
        lines += ["  }"]
        mirrored += json.loads(providers)
    lines += ["  direct {", f"    exclude = {json.dumps(sorted(set(mirrored)))}", "  }", "}", ""]
    return "\n".join(lines)


def _providers(mirror: Path) -> list[Path]:
    return sorted(path for path in mirror.joinpath(REGISTRY).glob("*/*") if path.is_dir())


def _write(target: Path, text: str) -> None:
    # What is unchanged keeps its time stamp, and nothing that depends on it is made again.
    if not target.is_file() or target.read_text() != text:
        target.write_text(text)


if __name__ == "__main__":
    main()
