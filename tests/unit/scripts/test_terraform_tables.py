"""What Terraform's files declare, as tables."""

import pytest

from scripts.hcl import read
from scripts.terraform_tables import code, inputs, outputs


def test_inputs_say_what_they_are_and_what_they_take() -> None:
    text = """
    variable "key" {
      type        = map(string)
      description = "Key, <kind>|<name>, such as \\"a\\"."
      sensitive   = true
    }

    variable "two" {
      type = object({
        most  = optional(number)
        names = list(string)
      })
      description = "Two."
      default     = null
    }

    variable "words" {
      type        = string
      description = "Words."
      default     = "WORDS"
    }
    """.replace("WORDS", "word " * 40)
    assert inputs(read(text).of_type("variable")).splitlines() == [
        "| name | what it is | type | default |",
        "| --- | --- | --- | --- |",
        '| `key` | Key, \\<kind>\\|\\<name>, such as "a". Sensitive. | `map(string)` | required |',
        "| `two` | Two. | `object({ most = optional(number), names = list(string) })` | `null` |",
        "| `words` | Words. | `string` | a text, see the file |",
    ]


def test_outputs_that_say_themselves_that_they_are_sensitive_do_not_say_it_twice() -> None:
    text = 'output "secret" {\ndescription = "Sensitive, for it is secret."\nsensitive = true\n}'
    assert outputs(read(text).of_type("output")).splitlines()[2:] == [
        "| `secret` | Sensitive, for it is secret. |"
    ]


def test_a_module_without_outputs_says_so() -> None:
    assert outputs([]) == "None."


@pytest.mark.parametrize(
    ("expression", "line"),
    [
        ('["a  b"]', '["a  b"]'),
        ('[\n  "a",\n  "b",\n]', '["a", "b"]'),
        (
            "map(object({\n  a   = string\n  b   = number\n}))",
            "map(object({ a = string, b = number }))",
        ),
    ],
)
def test_an_expression_is_put_on_one_line(expression: str, line: str) -> None:
    assert code(expression) == f"`{line}`"
