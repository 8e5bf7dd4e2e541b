"""Write the variable file of a new deployment, with every setting described in it.

    python -m scripts.environment_file staging --account 123456789012 --region ap-northeast-1

The settings and what is said of them are those of terraform/variables*.tf: each is there, commented
out, with its default.
"""

import argparse
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scripts.hcl import Block, read, strings

ROOT = Path(__file__).parents[1]
NAME = r"[a-z][a-z0-9-]{0,10}[a-z0-9]"
"""As terraform/variables.tf has it for `environment`."""
ELSEWHERE = {"architecture", "packages_directory"}
"""What make decides, whatever the file says: PLATFORM."""
LINE_LENGTH = 100
FIRST = "variables.tf"

HEADING = """\
The deployment "{name}". Its commands are `make bootstrap ENVIRONMENT={name}`, and so on.

All that can be set is in here. What is commented out has its default: remove the # in front of
what is to have another value. Secrets do not belong here: `make secrets` writes them past
Terraform.
"""


def main() -> None:
    """Write the file, or end with a sentence that says why not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--account", default="")
    parser.add_argument("--region", default="")
    arguments = parser.parse_args()

    name, account, region = arguments.name, arguments.account, arguments.region
    _check(name, account, region)
    file = ROOT / "terraform/environments" / f"{name}.tfvars"
    try:
        with file.open("x") as target:
            target.write(text(name, account, region))
    except FileExistsError:
        sys.exit(f"{file.relative_to(ROOT)} exists already, and stays as it is.")
    print(f"Wrote {file.relative_to(ROOT)}. Read it, then: make bootstrap plan ENVIRONMENT={name}")


def text(name: str, account: str = "", region: str = "") -> str:
    """The whole file. Without an account or a region, any is allowed."""
    chosen = {"environment": f'"{name}"'}
    if account:
        chosen["allowed_account_ids"] = f'["{account}"]'
    if region:
        chosen["region"] = f'"{region}"'
    parts = [_comment(HEADING.format(name=name))]
    for source in _sources():
        parts += _section(source.read_text(), chosen)
    return "\n\n".join(parts) + "\n"


def _check(name: str, account: str, region: str) -> None:
    if not name:
        sys.exit("Say how it is called: make environment NAME=staging")
    if not re.fullmatch(NAME, name):
        sys.exit(
            f"'{name}' cannot be its name: use 2 to 12 lower-case letters, digits and hyphens, of "
            "which the first is a letter and the last no hyphen."
        )
    if account and not re.fullmatch("[0-9]{12}", account):
        sys.exit(f"'{account}' is no account of AWS: its id has 12 digits.")
    if region and not re.fullmatch(r"[a-z]{2,}(-[a-z]+)+-[0-9]+", region):
        sys.exit(f"'{region}' is no region of AWS: it is called ap-northeast-1, for example.")


def _sources() -> Sequence[Path]:
    """The files that have variables, that of the deployment itself first."""
    found = sorted((ROOT / "terraform").glob("variables*.tf"))
    return sorted(found, key=lambda file: file.name != FIRST)


def _section(source: str, chosen: Mapping[str, str]) -> Iterator[str]:
    """What a file's first line says it is about, and each of its variables."""
    title = source.partition("\n")[0].removeprefix("#").strip()
    yield f"# ---- {title} ----"
    for variable in read(source).of_type("variable"):
        [name] = variable.labels
        # A secret in a file would be in the repository.
        if name not in ELSEWHERE and variable.attributes.get("sensitive") != "true":
            yield _described(name, variable, chosen.get(name))


def _described(name: str, variable: Block, value: str | None) -> str:
    [description] = strings(variable.attributes["description"])
    lines = [_comment(textwrap.fill(description, LINE_LENGTH - 2, break_on_hyphens=False))]
    kind = textwrap.dedent(variable.attributes["type"])
    if "object(" in kind:
        lines.append(_comment(f"Its form: {_outdented(kind)}"))
    if value is None:
        lines.append(_comment(f"{name} = {_outdented(variable.attributes['default'])}"))
    else:
        lines.append(f"{name} = {value}")
    return "\n".join(lines)


def _outdented(expression: str) -> str:
    """Without the indentation that it has inside of a block, all but its first line."""
    first, newline, rest = expression.partition("\n")
    return first + newline + textwrap.dedent(rest) if newline else first


def _comment(words: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in words.strip().splitlines())


if __name__ == "__main__":
    main()
