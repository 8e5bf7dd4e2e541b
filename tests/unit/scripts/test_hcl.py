"""The structure of Terraform's files, read without Terraform."""

from pathlib import Path

import pytest

from scripts.hcl import Block, HclError, read, strings

ROOT = Path(__file__).parents[3]


def test_blocks_and_attributes_are_read() -> None:
    text = """
    # A comment = { that has no meaning
    resource "aws_thing" "this" {
      name = "${var.prefix}-${join("}", ["a"])}" # what it is called
      /* nothing = "here" */
      tags = {
        Name = "x" // in a map
      }
      dynamic "rule" {
        for_each = [1]
        content { size = 1 }
      }
    }
    terraform {}
    """
    rule = Block(
        "dynamic", ("rule",), {"for_each": "[1]"}, [Block("content", attributes={"size": "1"})]
    )
    thing = Block(
        "resource",
        ("aws_thing", "this"),
        {
            "name": '"${var.prefix}-${join("}", ["a"])}"',
            "tags": '{\n        Name = "x" // in a map\n      }',
        },
        [rule],
    )
    assert read(text) == Block(blocks=[thing, Block("terraform")])


@pytest.mark.parametrize(
    "expression",
    [
        '"a \\" quote"',
        '"$${not} %%{this}"',
        '"${"}"}{"',
        "<<-EOT\n  a = 1\n  # }\n  EOT",
        "<<EOT\n\nEOT",
        "cond ? [\n  1,\n] : []",
        "{ for name, value in var.map : name => value if value != null }",
        "null",
    ],
)
def test_an_expression_stays_as_it_is_written(expression: str) -> None:
    assert read(f"a = {expression}\nb = 1").attributes == {"a": expression, "b": "1"}
    assert read(f"a = {expression}").attributes == {"a": expression}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a = 1\n}", "A brace is closed that was not opened on line 2."),
        ("a {\n b {\n}", "A brace is not closed on line 1."),
        ("a", "Neither a value nor a block follows on line 1."),
        ('a "b" = 1', "Neither a value nor a block follows on line 1."),
        ("\na = [1\n", "A bracket is not closed on line 2."),
        ("\n= 1", "A name is missing on line 2."),
        ('a = "b\nc"', "A string is not closed on line 1."),
    ],
)
def test_what_is_no_hcl_is_told_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(HclError, match=sentence):
        read(text)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ('"a"', ["a"]),
        ('[\n  "a", # "no"\n  "b",\n]', ["a", "b"]),
        ("[]", []),
        ("null", []),
    ],
)
def test_the_strings_of_an_expression_are_found(expression: str, found: list[str]) -> None:
    assert strings(expression) == found


def test_all_of_the_configuration_can_be_read() -> None:
    files = [*ROOT.glob("terraform/**/*.tf"), *ROOT.glob("terraform/**/*.hcl")]
    blocks = [block for file in files for block in read(file.read_text()).blocks]
    assert len(blocks) > 200
    assert all(read(file.read_text()) for file in ROOT.glob("terraform/environments/*"))
