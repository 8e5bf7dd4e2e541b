"""`make environment`: a new deployment's variable file, described by the variables themselves."""

import re
from pathlib import Path

import pytest

from scripts import environment_file
from scripts.hcl import read
from tests.unit.scripts.test_makefile import make

ROOT = Path(__file__).parents[3]
DEFAULT = re.compile(r"^# (?=\w+ = )", re.MULTILINE)
COMMENTED = re.compile(r"^# ?", re.MULTILINE)
LEFT_OUT = {"architecture", "identity_provider_secrets", "packages_directory"}


def declared() -> dict[str, str]:
    """The source of each root variable's default, by the variable's name."""
    return {
        variable.labels[0]: variable.attributes.get("default", "")
        for file in (ROOT / "terraform").glob("variables*.tf")
        for variable in read(file.read_text()).of_type("variable")
    }


def folded(source: str) -> str:
    return re.sub(r"\s+", " ", source)


def uncommented(text: str) -> str:
    """With each variable's default in force: what begins with its name, and ends its paragraph."""
    paragraphs = []
    for paragraph in text.split("\n\n"):
        description, *default = DEFAULT.split(paragraph, maxsplit=1)
        lines = [COMMENTED.sub("", source) for source in default]
        paragraphs.append(description + "".join(lines))
    return "\n\n".join(paragraphs)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose variables are these, and that has no environment."""
    tmp_path.joinpath("terraform/environments").mkdir(parents=True)
    for file in (ROOT / "terraform").glob("variables*.tf"):
        tmp_path.joinpath("terraform", file.name).write_text(file.read_text())
    monkeypatch.setattr(environment_file, "ROOT", tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr("sys.argv", ["", *arguments])
    environment_file.main()


def test_it_sets_what_was_said_and_nothing_else() -> None:
    assert read(environment_file.text("staging")).attributes == {"environment": '"staging"'}
    assert read(environment_file.text("staging", "123456789012", "eu-west-1")).attributes == {
        "allowed_account_ids": '["123456789012"]',
        "environment": '"staging"',
        "region": '"eu-west-1"',
    }


def test_it_has_every_variable_with_its_default() -> None:
    offered = read(uncommented(environment_file.text("staging"))).attributes
    expected = {name: value for name, value in declared().items() if name not in LEFT_OUT}
    expected["environment"] = '"staging"'
    assert {name: folded(value) for name, value in offered.items()} == {
        name: folded(value) for name, value in expected.items()
    }


def test_it_reads_well() -> None:
    text = environment_file.text("staging")
    assert text.startswith('# The deployment "staging".')
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert re.findall("[ \t]$", text, re.MULTILINE) == []
    assert "\n\n\n" not in text
    assert (
        "\n# Days after which a message in the history expires.\n# message_retention_days = 90\n"
    ) in text


def test_the_file_is_written_once(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / "terraform/environments/staging.tfvars"
    run(monkeypatch, "staging", "--account=123456789012")
    assert file.read_text() == environment_file.text("staging", "123456789012")
    assert capsys.readouterr().out == (
        "Wrote terraform/environments/staging.tfvars. Read it, then: "
        "make bootstrap plan ENVIRONMENT=staging\n"
    )
    file.write_text("my own")
    with pytest.raises(SystemExit, match=r"staging\.tfvars exists already, and stays as it is\."):
        run(monkeypatch, "staging")
    assert file.read_text() == "my own"


@pytest.mark.parametrize(
    "name",
    ["s", "Staging", "thirteen-char", "1st", "a-", "a b", "../production", "a'b", "ä1", "-h"],
)
def test_a_name_that_terraform_would_refuse_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with pytest.raises(SystemExit, match="cannot be its name"):
        run(monkeypatch, "--", name)
    assert list(root.glob("terraform/environments/*")) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([""], "Say how it is called: make environment NAME=staging"),
        (["staging", "--account=1234"], "'1234' is no account of AWS"),
        (["staging", "--region=Tokyo"], "'Tokyo' is no region of AWS"),
    ],
)
def test_what_else_is_wrong_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit, match=sentence):
        run(monkeypatch, *arguments)
    assert list(root.glob("terraform/environments/*")) == []


def test_a_name_is_what_terraform_takes() -> None:
    assert f'"^{environment_file.NAME}$"' in (ROOT / "terraform/variables.tf").read_text()


def test_a_name_that_the_shell_exports_is_not_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAME", "computer")
    result = make("environment", "--old-file=.venv/installed")
    assert "Say how it is called" in result.stderr
    assert not (ROOT / "terraform/environments/computer.tfvars").exists()
