"""The names that the AWS provider has, from type definitions that were made of its schema.

A package for npm carries them, one file for each resource and data source. They say which arguments
and attributes there are, and neither what values they take nor which of them are deprecated.
"""

import re
import tarfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

_FILE = re.compile(r"package/lib/([a-z0-9-]+)/index\.d\.ts")
_VERSION = re.compile(r"hashicorp/aws/([0-9.]+)/")
_INTERFACE = re.compile(r"^export interface (\w+)[^{\n]*\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
# The comment before each ends with a link to the argument's description, by its name in Terraform.
_ARGUMENT = re.compile(r"#(\w+)\}\n(?:(?!readonly ).)*?readonly \w+(\??): (\w*)", re.DOTALL)
_CONSTRUCTOR = re.compile(r"^    constructor\(.*\bconfig\??: (\w+)\);", re.MULTILINE)
_GETTER = re.compile(r"^    get (\w+)\(\)", re.MULTILINE)


@dataclass(frozen=True)
class _Argument:
    required: bool
    type: str
    """The interface's name, if it is a block."""


class Types:
    """The definitions of some resources and data sources, by names as `resource.aws_sqs_queue`."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources
        self._interfaces = {
            kind: {name: _arguments(body) for name, body in _INTERFACE.findall(source)}
            for kind, source in sources.items()
        }

    @property
    def version(self) -> str:
        """The provider's."""
        found = {version for text in self._sources.values() for version in _VERSION.findall(text)}
        return " and ".join(sorted(found))

    def takes(self, name: str) -> bool:
        """Whether there is such an argument, as in `resource.aws_dynamodb_table.ttl.enabled`."""
        block, _, argument = name.rpartition(".")
        return argument in self._block(block)

    def leaves_open(self, name: str) -> bool:
        """Whether there is such an argument, and nothing is said of what is in it."""
        block, _, argument = name.rpartition(".")
        arguments = self._block(block)
        return argument in arguments and arguments[argument].type == "any"

    def requires(self, block: str) -> set[str]:
        """What must be set in it, as in `resource.aws_dynamodb_table.ttl`."""
        return {
            f"{block}.{name}" for name, argument in self._block(block).items() if argument.required
        }

    def has(self, name: str) -> bool:
        """Whether there is such an attribute to read, as in `data.aws_region.id`."""
        kind, _, attribute = name.rpartition(".")
        source = self._sources.get(kind, "")
        # Attributes of blocks are indented alike, in classes that come before the resource's own.
        own = source[source.rfind("\nexport declare class ") :]
        return _camel(attribute) in _GETTER.findall(own)

    def _block(self, path: str) -> Mapping[str, _Argument]:
        """The arguments of a resource, or of a block in it; of what is not there, none."""
        category, label, *way = path.split(".")
        kind = f"{category}.{label}"
        interfaces = self._interfaces.get(kind, {})
        found = _CONSTRUCTOR.search(self._sources.get(kind, ""))
        arguments = interfaces.get(found[1], {}) if found else {}
        for name in way:
            arguments = interfaces.get(arguments[name].type, {}) if name in arguments else {}
        return arguments


def _arguments(interface: str) -> dict[str, _Argument]:
    return {
        name: _Argument(required=not optional, type=of)
        for name, optional, of in _ARGUMENT.findall(interface)
    }


def read(package: Path, kinds: Collection[str]) -> Types:
    """Of the kinds that there are; kinds are called `resource.aws_sqs_queue`."""
    wanted = {_folder(kind): kind for kind in kinds}
    sources = {}
    with tarfile.open(package) as archive:
        for member in archive:
            found = _FILE.fullmatch(member.name)
            if found and found[1] in wanted and (file := archive.extractfile(member)):
                sources[wanted[found[1]]] = file.read().decode()
    return Types(sources)


def _folder(kind: str) -> str:
    """provider.aws is in `provider`, data.aws_region in `data-aws-region`."""
    category, _, label = kind.partition(".")
    if category == "provider":
        return category
    name = label if category == "data" else label.removeprefix("aws_")
    return f"{'data-' if category == 'data' else ''}{name}".replace("_", "-")


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
