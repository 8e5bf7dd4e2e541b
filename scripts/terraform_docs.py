"""Write what each module takes and gives into its README, and the deployment's settings into one.

    python -m scripts.terraform_docs

It goes between two marks, which are those of terraform-docs; what is before and behind them is
written by hand. A module's example is shown with the address that others have it by.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kaiwa import __version__
from scripts.hcl import Block, read, strings
from scripts.terraform_tables import code, inputs, outputs, table

ROOT = Path(__file__).parents[1]
TERRAFORM = ROOT / "terraform"
DEPLOYMENT = ROOT / "docs/configuration.md"
FIRST = "variables.tf"
BEGIN, END = "<!-- BEGIN_TF_DOCS -->", "<!-- END_TF_DOCS -->"
REPOSITORY = "git::https://git.example.com/kaiwa.git"
"""Where somebody else has this repository."""
SOURCE = re.compile(r'(?<=^  source = ")\.[./\w]*(?="$)', re.MULTILINE)


def main() -> None:
    """Renew all of them."""
    for document, made in documents().items():
        document.write_text(renewed(document.read_text(), made))


def documents() -> dict[Path, str]:
    """What belongs between the marks, by document."""
    made = {module / "README.md": _of_module(module) for module in modules()}
    return made | {DEPLOYMENT: _of_deployment()}


def modules() -> list[Path]:
    """The folders of all modules, patterns included, but for GitHub's, which is a root."""
    folders = {file.parent for file in TERRAFORM.glob("*/*/*.tf")}
    return sorted(folders - {TERRAFORM / "patterns/github"})


def renewed(text: str, made: str) -> str:
    """The document with this between its marks. Raises `ValueError` if it has none."""
    before, begin, rest = text.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"A line {BEGIN} and a line {END} must say where it belongs.")
    return f"{before}{BEGIN}\n{made}\n{END}{after}"


def functions() -> dict[str, dict[str, str]]:
    """The expressions in each function's environment, by the names of both."""
    made = [
        module.attributes
        for module in _read(TERRAFORM.glob("*.tf")).of_type("module")
        if module.attributes["source"] == '"./modules/lambda_function"'
    ]
    return {each["name"].strip('"'): _members(each["environment"]) for each in made}


def parameters() -> dict[str, str]:
    """What each parameter in SSM is, by its name; channels have some of them again."""
    file = _read([TERRAFORM / "parameters.tf"])
    [named_here] = file.of_type("locals")
    settings = _members(named_here.attributes["settings"])
    named = {name: _members(value)["description"] for name, value in settings.items()}
    return named | _members(named_here.attributes["secrets"])


def _of_module(module: Path) -> str:
    root = _read(module.glob("*.tf"))
    examples = sorted(module.glob("examples/*/main.tf"))
    return "\n\n".join(
        [
            *(part for file in examples for part in _example(file)),
            *("## Requirements", _requirements(root)),
            *("## Inputs", inputs(root.of_type("variable"))),
            *("## Outputs", outputs(root.of_type("output"))),
        ]
    )


def _of_deployment() -> str:
    files = sorted(
        TERRAFORM.glob("variables*.tf"), key=lambda file: (file.name != FIRST, file.name)
    )
    return "\n\n".join(
        [
            *("## Settings", *(part for file in files for part in _settings(file))),
            *("## Outputs", outputs(_read([TERRAFORM / "outputs.tf"]).of_type("output"))),
            *("## Environment of the functions", _environments()),
            *("## Parameters", _parameters()),
        ]
    )


def _settings(file: Path) -> Iterator[str]:
    """Those of a file, whose first line says what they are about."""
    heading, _, about = file.read_text().partition("\n")[0].strip("# .").partition(": ")
    yield f"### {heading}"
    yield f"`terraform/{file.name}`: {about}."
    yield inputs(_read([file]).of_type("variable"))


def _environments() -> str:
    found = functions()
    names = sorted({name for values in found.values() for name in values})
    rows = []
    for name in names:
        values = {function: values[name] for function, values in found.items() if name in values}
        shown = dict.fromkeys(code(value) for value in values.values())
        rows.append((f"`{name}`", ", ".join(sorted(values)), ", ".join(shown)))
    return table(("name", "functions", "what Terraform puts into it"), rows)


def _parameters() -> str:
    rows = [(f"`{name}`", *strings(text)) for name, text in sorted(parameters().items())]
    return table(("name", "what it is"), rows)


def _example(file: Path) -> Iterator[str]:
    folder, name = file.parent.relative_to(ROOT), file.parent.name

    def elsewhere(source: re.Match[str]) -> str:
        """A module of the same repository is named by a path; others name the repository."""
        path = posixpath.normpath(posixpath.join(folder.as_posix(), source[0]))
        return f"{REPOSITORY}//{path}?ref=v{__version__}"

    yield "## Example"
    yield (
        f"[{name}](examples/{name}/main.tf), which `make terraform-test` applies to a mocked AWS. "
        "Put the address of your own copy of this repository in."
    )
    yield f"```hcl\n{SOURCE.sub(elsewhere, file.read_text()).strip()}\n```"


def _requirements(root: Block) -> str:
    [terraform] = root.of_type("terraform")
    [providers] = terraform.of_type("required_providers")
    [version] = strings(terraform.attributes["required_version"])
    source, provider = strings(providers.attributes["aws"])
    return f"Terraform {version}, and the provider {source} {provider}."


def _read(files: Iterable[Path]) -> Block:
    return Block(blocks=[each for file in sorted(files) for each in read(file.read_text()).blocks])


def _members(expression: str) -> dict[str, str]:
    """The expressions of a map that has one on each line."""
    return read(expression.strip("{}")).attributes


if __name__ == "__main__":
    main()
