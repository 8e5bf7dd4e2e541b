"""AWS of the explored world, in place of its clients and of the calls without one."""

import os
from typing import Any

from kaiwa.aws import Service
from tests.world import faults
from tests.world.environment import EVENTS, PARAMETERS
from tests.world.faults import Fault
from tests.world.now import running
from tests.world.world import World


def client_call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
    """In place of botocore's: a client's call, complete before the next."""
    world = running()
    match client.meta.service_model.service_name:
        case "dynamodb":
            return _table(world, operation, parameters)
        case "s3":
            return world.step(
                faults.S3, operation, lambda _: world.files.call(operation, parameters)
            )
        case "scheduler":
            return world.step(
                faults.SCHEDULER, operation, lambda _: world.planner.call(operation, parameters)
            )
    raise NotImplementedError(client.meta.service_model.service_name)


def _table(world: World, operation: str, parameters: dict[str, Any]) -> Any:
    boundary = faults.INDEX if "IndexName" in parameters else faults.TABLE

    def do(fault: Fault | None) -> Any:
        worker, key = world.worker, parameters.get("Key", {}).get("id", {}).get("S")
        if key and key == f"conversation#{getattr(worker.subject, 'group', None)}":
            worker.looked_at = world.clock.now
        return world.table.call(operation, parameters, fault.told if fault else "")

    return world.step(boundary, operation, do)


def service_call(service: Service, operation: str, **parameters: Any) -> Any:
    """In place of the calls without a client, which are tried several times there."""
    world = running()
    match service.name, operation:
        case "dynamodb", _:
            return _table(world, operation, parameters)
        case "ssm", _:
            name = parameters["Name"].rpartition("/")[2]
            value = PARAMETERS.get(name) or os.environ["ALLOWED_USER_IDS"]
            found = {"Parameter": {"Value": value}}
            return world.step(faults.SSM, operation, lambda _: found)
        case "sqs", "SendMessage":
            queue = world.events if parameters["QueueUrl"] == EVENTS else world.summaries
            asked = [
                parameters[name]
                for name in ("MessageGroupId", "MessageDeduplicationId", "MessageBody")
            ]
            return world.step(faults.QUEUE, operation, lambda _: queue.send(*asked))
        case "sqs", "ChangeMessageVisibility":
            queue = world.events if parameters["QueueUrl"] == EVENTS else world.summaries
            receipt, seconds = parameters["ReceiptHandle"], parameters["VisibilityTimeout"]
            return world.step(
                faults.QUEUE, operation, lambda _: queue.change_visibility(receipt, seconds)
            )
    raise NotImplementedError(f"{service.name} {operation}")
