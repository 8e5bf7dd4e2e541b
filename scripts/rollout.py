"""Put the newest version of each function live: at once, or step by step with the alarms as brake.

    python -m scripts.rollout build/production/outputs.json [--release] [--function line_reply]

`make apply` ends with it. A function that was rolled back stays as it is, unless `--release` says
that it is to go forward again.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import boto3

from scripts.alarms import Alarms
from scripts.aws import errors_as_sentences
from scripts.clock import Clock
from scripts.deployment import Deployment
from scripts.functions import Functions, Live

STAMP = "%Y%m%dT%H%M%SZ"


class AlarmError(Exception):
    """What is new sets off alarms. The error's words say which."""


def main() -> None:
    """Exit 1 if an alarm stopped it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("--release", action="store_true")
    parser.add_argument("--function")
    arguments = parser.parse_args()

    deployment = Deployment.read(arguments.outputs)
    names = deployment.functions(arguments.function)
    alarms = {alarm for name in names for alarm in deployment["function_alarms"][name]}
    region = deployment["region"]
    roll_out = RollOut(
        Functions(boto3.client("lambda", region_name=region), deployment["function_arns"]),
        Alarms(boto3.client("cloudwatch", region_name=region), tuple(sorted(alarms))),
        Pace(**deployment["rollout"]),
        Clock(),
    )
    with errors_as_sentences():
        try:
            roll_out(names, release=arguments.release)
        except AlarmError as error:
            sys.exit(f"{error} The functions stay as they were until `make rollout`.")
        except KeyboardInterrupt:
            sys.exit("Interrupted. `make rollout` begins anew.")


@dataclass(frozen=True)
class Pace:
    """How fast, and how many versions are kept: the variable `rollout`."""

    step_percentage: int
    step_minutes: int
    versions_kept: int


@dataclass(frozen=True)
class RollOut:
    """The use case. All functions that have something newer move together, in the same steps."""

    functions: Functions
    alarms: Alarms
    pace: Pace
    clock: Clock

    def __call__(self, names: Sequence[str], *, release: bool) -> None:
        """Ends the process if an alarm went off: by then all is as it was before."""
        coming = []
        for name in names:
            live, newest = self.functions.live(name), self.functions.versions(name)[0]
            if newest == live.version:
                continue
            if live.record.held and not release:
                print(
                    f"{name} stays at version {live.version}, to which it was rolled back. "
                    f"`make rollout` puts {newest}, the newest, live."
                )
                continue
            self.functions.wait_until_ready(name, newest)
            coming.append(replace(live, coming=newest))
        self._finish(self._shift(coming))
        for name in names:
            for version in self.functions.prune(self.functions.live(name), self.pace.versions_kept):
                print(f"{name}: version {version} was deleted.")

    def _shift(self, lives: list[Live]) -> list[Live]:
        """Up to the last step but one. Whatever ends this before also takes it back."""
        steps = range(self.pace.step_percentage, 100, self.pace.step_percentage)
        if not lives or not steps:
            return lives
        known = self.alarms.ringing()
        for name in sorted(known):
            print(f"{name} is in ALARM already, so it will not stop the roll-out.")
        try:
            for percentage in steps:
                share = percentage / 100
                lives = [self.functions.put(replace(live, share=share)) for live in lives]
                versions = ", ".join(f"{live.name} {live.coming}" for live in lives)
                print(f"{percentage} % of the calls go to {versions}.", flush=True)
                if rung := self.alarms.watch(known, self.pace.step_minutes * 60, self.clock):
                    raise AlarmError(f"ALARM: {', '.join(sorted(rung))}.")
        except BaseException as error:
            self._take_back(lives, held=isinstance(error, AlarmError))
            raise
        return lives

    def _take_back(self, lives: Sequence[Live], *, held: bool) -> None:
        """As they are by now: some may have taken the last step, and somebody else been there."""
        for live in (self.functions.live(each.name) for each in lives):
            if live.coming:
                back = live.rolled_back()
                self.functions.put(back if held else replace(back, record=live.record))
                print(f"{live.name}: all calls go to version {live.version} again.", flush=True)

    def _finish(self, lives: Sequence[Live]) -> None:
        at = self.clock.now().strftime(STAMP)
        for live in lives:
            self.functions.put(live.rolled_out(at, self.pace.versions_kept))
            print(f"{live.name}: version {live.coming} is live, after {live.version}.")


if __name__ == "__main__":
    main()
