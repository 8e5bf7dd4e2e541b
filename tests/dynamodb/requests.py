"""What a request may hold, and its parts, read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.dynamodb import expressions
from tests.dynamodb.errors import invalid
from tests.dynamodb.expressions import Names
from tests.dynamodb.values import Item

type Parameters = Mapping[str, Any]
type Check = Callable[[Item], bool]

IRRELEVANT = {
    *("ClientRequestToken", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics"),
    *("ReturnValuesOnConditionCheckFailure", "BillingMode", "ProvisionedThroughput"),
}
"""Parameters that change nothing here. All others are known, or refused."""
NAMED = {"TableName", "ExpressionAttributeNames", "ExpressionAttributeValues"}
READ = {*NAMED, "IndexName", "FilterExpression", "ProjectionExpression", "Limit", "Select"} | {
    *("ExclusiveStartKey", "ConsistentRead", "ScanIndexForward", "KeyConditionExpression"),
    *("Segment", "TotalSegments"),
}
KNOWN: Mapping[str, set[str]] = {
    "CreateTable": {"TableName", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes"},
    "DescribeTable": {"TableName"},
    "ListTables": set(),
    "DeleteTable": {"TableName"},
    "UpdateTimeToLive": {"TableName", "TimeToLiveSpecification"},
    "GetItem": {*NAMED, "Key", "ConsistentRead", "ProjectionExpression"},
    "PutItem": {*NAMED, "Item", "ConditionExpression", "ReturnValues"},
    "UpdateItem": {*NAMED, "Key", "UpdateExpression", "ConditionExpression", "ReturnValues"},
    "DeleteItem": {*NAMED, "Key", "ConditionExpression", "ReturnValues"},
    "BatchGetItem": {"RequestItems"},
    "BatchWriteItem": {"RequestItems"},
    "Query": READ,
    "Scan": READ,
    "TransactWriteItems": {"TransactItems"},
}


def check_known(operation: str, parameters: Parameters) -> None:
    """Raise NotImplementedError for what the tables in memory would pass over in silence."""
    known = KNOWN.get(operation)
    if known is None or (unknown := parameters.keys() - known - IRRELEVANT):
        wanted = operation if known is None else f"{operation} with {sorted(unknown)}"
        raise NotImplementedError(f"The DynamoDB of the tests does not know {wanted}.")


def names_of(parameters: Parameters) -> Names:
    """What the names and values in its expressions stand for."""
    return Names(
        parameters.get("ExpressionAttributeNames", {}),
        parameters.get("ExpressionAttributeValues", {}),
    )


def condition_of(parameters: Parameters, name: str, names: Names) -> Check:
    """The condition that it gives under this name, or one that always holds."""
    text = parameters.get(name)
    if not text:
        return lambda _: True
    condition = names.use(expressions.condition(text))
    return lambda item: condition(item, names)


def projection_of(parameters: Parameters, names: Names) -> list[str] | None:
    """The attributes that it asks for, or None for all."""
    text = parameters.get("ProjectionExpression")
    return names.use(expressions.projection(text))(names) if text else None


def change_of(parameters: Parameters, names: Names) -> Callable[[Item], Item]:
    """What makes of an item what its update asks for."""
    text = parameters.get("UpdateExpression")
    changes = names.use(expressions.changes(text)) if text else ()

    def changed(old: Item) -> Item:
        new = dict(old)
        for change in changes:
            change(old, new, names)
        return new

    return changed


def refuse_doubles(ids: Sequence[str]) -> None:
    """Raise what DynamoDB answers to one item twice in a batch."""
    if len(ids) != len(set(ids)):
        raise invalid("Provided list of item keys contains duplicates")
