"""Others can use each module: it says what it is, takes and gives, and its example is tested."""

import re
from pathlib import Path

import pytest

from scripts.hcl import read, strings
from scripts.terraform_docs import BEGIN, ROOT, TERRAFORM, documents, modules, renewed


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_made_from_the_source_is_up_to_date(document: Path) -> None:
    text = document.read_text()
    assert text == renewed(text, documents()[document]), "Run `make terraform-docs`."


@pytest.mark.parametrize("module", modules(), ids=lambda path: path.name)
def test_a_readme_says_what_the_module_is_and_what_it_grants(module: Path) -> None:
    head = (module / "README.md").read_text().partition(BEGIN)[0]
    assert head.startswith(f"# {module.name}\n\n")
    assert re.search(r"^It grants\b", head, re.MULTILINE)


def test_every_file_requires_the_same_versions() -> None:
    """The root's constraint is the one that is tested: a module's must not promise more."""
    root = required(TERRAFORM / "terraform.tf")
    files = [file for module in modules() for file in (module / "terraform.tf", *examples(module))]
    assert {str(file): required(file) for file in files} == {str(file): root for file in files}


def test_a_module_leaves_region_and_credentials_to_whoever_uses_it() -> None:
    blocks = [
        block.type
        for module in modules()
        for file in module.glob("*.tf")
        for block in read(file.read_text()).blocks
    ]
    assert not {"provider"} & set(blocks)


def test_each_module_has_an_example_and_each_example_is_applied() -> None:
    assert [module.name for module in modules() if not examples(module)] == []
    folders = {
        f"./{file.parent.relative_to(TERRAFORM)}"
        for module in modules()
        for file in examples(module)
    }
    tests = "".join(file.read_text() for file in (TERRAFORM / "tests").glob("*.tftest.hcl"))
    assert set(re.findall(r'source = "(\./\S+/examples/\S+)"', tests)) == folders


def test_a_document_without_marks_is_not_overwritten() -> None:
    with pytest.raises(ValueError, match="must say where it belongs"):
        renewed("# A module\n", "…")


def examples(module: Path) -> list[Path]:
    return sorted(module.glob("examples/*/main.tf"))


def required(file: Path) -> list[str]:
    [terraform] = read(file.read_text()).of_type("terraform")
    [providers] = terraform.of_type("required_providers")
    return strings(terraform.attributes["required_version"] + providers.attributes["aws"])
