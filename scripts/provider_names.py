"""Look up what Terraform's files use of the AWS provider in version 6, which does not run here.

    python -m scripts.provider_names build/provider tests/unit/terraform/provider_6.json

A package for npm has type definitions that were made of that version's schema. What is found there
is listed in the file that the command line names; what is not found ends this with an error. The
unit tests compare the list to the configuration, so that the package is needed only when that has
changed. To look into a newer one, name its version here, and the digest that this then prints.

A block that may be within itself, as a firewall's statement may, has the type `any` there. What is
in it cannot be looked up; the list names such blocks by themselves.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from scripts.provider_types import Types, read
from scripts.provider_use import Use, used

ROOT = Path(__file__).parents[1]
PACKAGE = "@cdktn/provider-aws"
VERSION = "25.7.0"
SHA256 = "b3e5ee2851ae47595a0dedad3678779aebca6d6b5f318ca1902b87ddbef82208"


def main() -> None:
    """Renew the list."""
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    use = used(ROOT / "terraform")
    types = read(_package(folder), kinds(use))
    left_open = [name for name in sorted(use.arguments) if types.leaves_open(name)]
    known = outside(left_open, use)
    if problems := unlike(known, types):
        sys.exit("\n".join([f"Version {types.version} of the AWS provider differs:", *problems]))
    target.write_text(json.dumps(listed(known, types.version, left_open), indent=2) + "\n")
    print(
        f"All {len(known.arguments)} arguments and {len(known.attributes)} attributes are in "
        f"version {types.version} of the AWS provider. {target} has their names."
    )
    if left_open:
        print(f"What is in these could not be looked up: {', '.join(left_open)}.")


def outside(blocks: Collection[str], use: Use) -> Use:
    """The use without what is in these blocks."""
    within = tuple(f"{block}." for block in blocks)
    return Use(
        frozenset(name for name in use.arguments if not name.startswith(within)), use.attributes
    )


def listed(known: Use, version: str, left_open: Collection[str]) -> dict[str, object]:
    """What is kept of it."""
    return {
        "provider": version,
        "package": f"{PACKAGE}@{VERSION}",
        "arguments": sorted(known.arguments),
        "attributes": sorted(known.attributes),
        "left_open": list(left_open),
    }


def kinds(use: Use) -> set[str]:
    """The resources and data sources, as in `resource.aws_sqs_queue`."""
    return {".".join(name.split(".")[:2]) for name in use.arguments | use.attributes}


def unlike(use: Use, types: Types) -> list[str]:
    """What is used and is not there, and what must be set and is not: a line each."""
    blocks = kinds(use) | {name.rpartition(".")[0] for name in use.arguments}
    required = {name for block in blocks for name in types.requires(block)}
    return [
        *(f"  no argument {name}" for name in sorted(use.arguments) if not types.takes(name)),
        *(f"  no attribute {name}" for name in sorted(use.attributes) if not types.has(name)),
        *(f"  requires {name}" for name in sorted(required - use.arguments)),
    ]


def _package(folder: Path) -> Path:
    """The package, fetched unless it is there, with the content that was looked at."""
    file = folder / f"{PACKAGE.strip('@').replace('/', '-')}-{VERSION}.tgz"
    if not file.is_file():
        if shutil.which("npm") is None:
            sys.exit("npm is needed to look names up, and is not there. The list stays as it is.")
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent", "--pack-destination", folder],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    if digest != SHA256:
        file.unlink()
        sys.exit(
            f"{PACKAGE}@{VERSION} is not the one that was looked into: its SHA-256 is {digest}."
        )
    return file


if __name__ == "__main__":
    main()
