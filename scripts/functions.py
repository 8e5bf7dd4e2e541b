"""The deployed functions: which versions each has, and which of them its alias sends calls to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_lambda.type_defs import (
        AliasConfigurationResponseTypeDef,
        AliasConfigurationTypeDef,
    )

    Alias = AliasConfigurationResponseTypeDef | AliasConfigurationTypeDef

DESCRIPTION = re.compile(
    r"(?:since (?P<since>\S+))? ?(?:before (?P<before>\d+@\S*(?: \d+@\S*)*))? ?(?P<held>held)?"
)


@dataclass(frozen=True)
class Record:
    """What an alias's description says, since Lambda itself remembers none of it.

    `since` is when the live version came, "" if Terraform made the alias with it. `before` has what
    was live earlier, the last first, each with its own `since`. Held is a function that was rolled
    back: it stays until somebody says otherwise.
    """

    since: str = ""
    before: tuple[tuple[str, str], ...] = ()
    held: bool = False

    @classmethod
    def parse(cls, description: str) -> "Record":
        """What somebody else wrote there is no record, and says nothing."""
        found = DESCRIPTION.fullmatch(description)
        if not found:
            return cls()
        pairs = [each.partition("@") for each in (found["before"] or "").split()]
        before = tuple((version, at) for version, _, at in pairs)
        return cls(found["since"] or "", before, bool(found["held"]))

    def __str__(self) -> str:
        """At most 256 characters, which is all that Lambda takes: ten versions fit."""
        before = " ".join(f"{version}@{at}" for version, at in self.before)
        words = [f"since {self.since}"] if self.since else []
        words += [f"before {before}"] if before else []
        return " ".join([*words, "held"] if self.held else words)


@dataclass(frozen=True)
class Live:
    """A function's alias: the version that is live and, in a gradual roll-out, the coming one."""

    name: str
    version: str
    record: Record
    coming: str = ""
    share: float = 0
    """How much of the calls the coming version gets, from 0 to 1."""
    revision: str = field(default="", compare=False)

    def rolled_out(self, at: str, kept: int) -> "Live":
        """As it is once the coming version is live, and so many, that one included, are kept."""
        before = ((self.version, self.record.since), *self.record.before)[: kept - 1]
        return replace(self, version=self.coming, record=Record(at, before), coming="", share=0)

    def rolled_back(self) -> "Live":
        """As it is once the coming version has been put off, or else the one before is live."""
        if self.coming:
            return replace(self, record=replace(self.record, held=True), coming="", share=0)
        (version, since), *earlier = self.record.before
        return replace(self, version=version, record=Record(since, tuple(earlier), held=True))


@dataclass(frozen=True)
class Functions:
    """Lambda, for the functions of a deployment. Methods raise botocore's errors.

    `arns` has the ARN of each function's alias, by the function's name in this repository.
    """

    client: "LambdaClient"
    arns: dict[str, str]

    def live(self, name: str) -> Live:
        function, alias = self._names(name)
        return _live(name, self.client.get_alias(FunctionName=function, Name=alias))

    def put(self, live: Live) -> Live:
        """Make the alias so. It is refused if somebody else has changed it since it was read."""
        function, alias = self._names(live.name)
        weights = {live.coming: live.share} if live.coming else {}
        changed = self.client.update_alias(
            FunctionName=function,
            Name=alias,
            FunctionVersion=live.version,
            Description=str(live.record),
            RoutingConfig={"AdditionalVersionWeights": weights},
            RevisionId=live.revision,
        )
        return _live(live.name, changed)

    def versions(self, name: str) -> list[str]:
        """The published versions, the newest first."""
        function, _ = self._names(name)
        pages = self.client.get_paginator("list_versions_by_function").paginate(
            FunctionName=function
        )
        found = [each["Version"] for page in pages for each in page["Versions"]]
        return sorted(filter(str.isdigit, found), key=int, reverse=True)  # one is "$LATEST"

    def wait_until_ready(self, name: str, version: str) -> None:
        """With SnapStart, a new version takes no calls until its snapshot is there."""
        function, _ = self._names(name)
        waiter = self.client.get_waiter("published_version_active")
        waiter.wait(FunctionName=function, Qualifier=version)

    def prune(self, live: Live, kept: int) -> list[str]:
        """Delete all versions but the newest, so many, and those that somebody may go back to.

        Returns those that went. Never one that an alias sends calls to, whoever made that alias.
        """
        function, _ = self._names(live.name)
        versions = self.versions(live.name)
        needed = {*versions[:kept], *self._pointed_to(function)}
        needed |= {version for version, _ in live.record.before}
        gone = [version for version in versions if version not in needed]
        for version in gone:
            self.client.delete_function(FunctionName=function, Qualifier=version)
        return gone

    def _pointed_to(self, function: str) -> Iterator[str]:
        pages = self.client.get_paginator("list_aliases").paginate(FunctionName=function)
        for page in pages:
            for alias in page["Aliases"]:
                yield alias["FunctionVersion"]
                yield from _weights(alias)

    def _names(self, name: str) -> tuple[str, str]:
        *_, function, alias = self.arns[name].split(":")
        return function, alias


def _live(name: str, alias: "Alias") -> Live:
    coming, share = next(iter(_weights(alias).items()), ("", 0.0))
    return Live(
        name,
        alias["FunctionVersion"],
        Record.parse(alias.get("Description", "")),
        coming,
        share,
        alias.get("RevisionId", ""),
    )


def _weights(alias: "Alias") -> dict[str, float]:
    """Of the second version, if the alias shares its calls out to one."""
    return dict((alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {})
