"""What the product's gateways reach besides LINE and OpenAI: Cognito, S3, EventBridge Scheduler."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kaiwa.faults import count_fault
from kaiwa.sign_in import SignIn, masked
from tests.fakes.clock import FakeClock
from tests.unit.chatgpt.plugin.keys import Keys
from tests.world import faults
from tests.world.faults import Fault

if TYPE_CHECKING:
    from tests.world.world import World


@cache
def keys() -> Keys:
    """The pool's, one for all worlds: to make one takes longer than many schedules."""
    return Keys()


class WorldSignIn(SignIn):
    """Cognito: everybody has an address."""

    def __init__(self, world: "World") -> None:
        self.world = world

    def masked_address(self, access_token: str) -> str:
        return self.world.step(
            faults.COGNITO, "userInfo", lambda _: masked(f"{access_token}@example.com")
        )

    def published_keys(self) -> Any:
        """What is at the address of the keys, for the class that asks there."""
        return self.world.step(faults.COGNITO, "keys", lambda _: json.loads(keys().published()[1]))


@dataclass
class Files:
    """S3's bucket: keys and contents, and when these were stored."""

    clock: FakeClock
    contents: dict[str, bytes] = field(default_factory=dict)
    stored_at: dict[str, datetime] = field(default_factory=dict)

    def call(self, operation: str, parameters: Any) -> Any:
        match operation:
            case "PutObject":
                self.contents[parameters["Key"]] = bytes(parameters["Body"])
                self.stored_at[parameters["Key"]] = self.clock.now
                return {}
            case "GetObject":
                key = parameters["Key"]
                if key not in self.contents:
                    raise faults.aws_error("NoSuchKey", 404)
                body = io.BytesIO(self.contents[key])
                return {"Body": body, "LastModified": self.stored_at[key]}
            case "ListObjectsV2":
                keys = [key for key in self.contents if key.startswith(parameters["Prefix"])]
                return {"IsTruncated": False, "Contents": [{"Key": key} for key in keys]}
            case "DeleteObjects":
                for each in parameters["Delete"]["Objects"]:
                    self.contents.pop(each["Key"], None)
                return {}
        raise NotImplementedError(f"The S3 of the world does not know {operation}.")


@dataclass(frozen=True)
class Planned:
    """A schedule of EventBridge's."""

    at: datetime
    group: str
    body: str

    @property
    def deduplication_id(self) -> str:
        """The scheduler gives none: the queue makes it of the content."""
        return sha256(self.body.encode()).hexdigest()


@dataclass
class Planner:
    """EventBridge Scheduler: one-time schedules, which delete themselves once they fire."""

    planned: dict[str, Planned] = field(default_factory=dict)
    fire: Callable[[str, Planned], None] = lambda name, planned: None

    def call(self, operation: str, parameters: Any) -> Any:
        name = parameters["Name"]
        match operation:
            case "CreateSchedule":
                if name in self.planned:
                    raise faults.aws_error("ConflictException", 409)
                at = datetime.fromisoformat(f"{parameters['ScheduleExpression'][3:-1]}+00:00")
                target = parameters["Target"]
                group = target["SqsParameters"]["MessageGroupId"]
                self.planned[name] = Planned(at, group, target["Input"])
                self.fire(name, self.planned[name])
                return {"ScheduleArn": "arn"}
            case "DeleteSchedule":
                if self.planned.pop(name, None) is None:
                    raise faults.aws_error("ResourceNotFoundException", 404)
                return {}
        raise NotImplementedError(f"The scheduler of the world does not know {operation}.")


def counted(fault: Fault) -> None:
    """Count what the gateway in whose place a stand-in is would have counted."""
    if fault.counted:
        count_fault(*fault.counted)
