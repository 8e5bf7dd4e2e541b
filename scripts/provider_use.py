"""What Terraform's files use of the AWS provider, by name.

An argument that is set is called `resource.aws_sqs_queue.name`; in a block, as in
`resource.aws_dynamodb_table.ttl.enabled`, by the way to it. An attribute that is read is called the
same. Only what is written out is found: neither what a `for` takes from its items, nor what is read
of a module's output.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.hcl import Block, read

_OF_TERRAFORM = {"count", "depends_on", "for_each", "provider"}
_BLOCKS_OF_TERRAFORM = {"connection", "lifecycle", "provisioner"}
_READ = re.compile(
    r"(?<![\w.])(data\.)?(aws_[a-z0-9_]+)\.\w+"  # data.aws_region.current
    r"(?:\[(?:[^\[\]]|\[[^\]]*\])*\])?"  # [each.key]
    r"\.([a-z0-9_]+)"
)


@dataclass(frozen=True)
class Use:
    """The names of all arguments that are set, and of all attributes that are read."""

    arguments: frozenset[str]
    attributes: frozenset[str]


def used(folder: Path) -> Use:
    """By all configuration in the folder and below."""
    arguments: set[str] = set()
    attributes: set[str] = set()
    for file in folder.rglob("*.tf"):
        root = read(file.read_text())
        for block in root.blocks:
            if block.type in {"data", "provider", "resource"} and block.labels[0].startswith("aws"):
                arguments.update(_arguments(block, f"{block.type}.{block.labels[0]}"))
        attributes.update(_attributes(root))
    return Use(frozenset(arguments), frozenset(attributes))


def _arguments(block: Block, path: str) -> Iterator[str]:
    yield from (f"{path}.{name}" for name in block.attributes if name not in _OF_TERRAFORM)
    for inner in block.blocks:
        if inner.type == "dynamic":
            [content] = inner.of_type("content")
            yield from _arguments_in(content, f"{path}.{inner.labels[0]}")
        elif inner.type not in _BLOCKS_OF_TERRAFORM:
            yield from _arguments_in(inner, f"{path}.{inner.type}")


def _arguments_in(block: Block, path: str) -> Iterator[str]:
    yield path  # it may be empty
    yield from _arguments(block, path)


def _attributes(block: Block) -> Iterator[str]:
    for expression in block.attributes.values():
        for data, kind, name in _READ.findall(expression):
            yield f"{'data' if data else 'resource'}.{kind}.{name}"
    for inner in block.blocks:
        yield from _attributes(inner)
