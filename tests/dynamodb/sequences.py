"""Sequences of requests in which two DynamoDBs must agree: in their answers, and what is left."""

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from botocore.exceptions import ClientError

type Request = tuple[str, dict[str, Any]]
type Call = Callable[[str, dict[str, Any]], Any]

TABLE = "kaiwa-differential"
CREATE: Request = (
    "CreateTable",
    {
        "TableName": TABLE,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": "S"} for name in ("id", "chat", "at")
        ],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "byChat",
                "KeySchema": [
                    {"AttributeName": "chat", "KeyType": "HASH"},
                    {"AttributeName": "at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    },
)
KEYS = [f"item-{number}" for number in range(6)]
CONDITIONS = [
    "attribute_exists (#a)",
    "attribute_not_exists (#a)",
    "#a = :v",
    "#a <> :v",
    "#a < :v",
    "#a <= :v",
    "#a > :v",
    "#a >= :v",
    "#a BETWEEN :v AND :v",
    "#a IN (:v, :v)",
    "(attribute_not_exists (#a)) OR (#a = :v)",
    "(attribute_exists (#a)) AND (#a < :v)",
    "(NOT (#a = :v))",
    "begins_with (#a, :v)",
    "contains (#a, :v)",
    "attribute_type (#a, :v)",
]
UPDATES = [
    "SET #u = :v",
    "REMOVE #u",
    "SET #u = if_not_exists(#u, :v)",
    "SET #u = :v REMOVE #r",
    "SET #u = :v, #r = :v",
]


def requests(seed: int, number: int = 60) -> Iterator[Request]:
    """That many requests, always the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    make = [_put, _update, _add, _delete, _get, _query, _transact, _batch_get, _batch_write]
    for _ in range(number):
        yield chance.choice(make)(chance)


def differences(left: Call, right: Call, made: Iterator[Request]) -> list[str]:
    """Where the two do not agree: in an answer, or in what is in the table after it."""
    found = []
    for operation, parameters in made:
        answers = [_answer(call, operation, parameters) for call in (left, right)]
        tables = [_answer(call, "Scan", {"TableName": TABLE}) for call in (left, right)]
        if answers[0] != answers[1] or tables[0] != tables[1]:
            found.append(f"{operation} {parameters}: {answers[0]} / {answers[1]}")
    return found


def _answer(call: Call, operation: str, parameters: dict[str, Any]) -> Any:
    try:
        answer = call(operation, deepcopy(parameters))  # botocore adds to them
    except ClientError as error:
        response: Any = error.response
        reasons = [each.get("Code") for each in response.get("CancellationReasons", [])]
        return response["Error"]["Code"], reasons
    dropped = (
        *("ResponseMetadata", "ConsumedCapacity", "ItemCollectionMetrics"),
        *("ScannedCount", "LastEvaluatedKey"),
    )
    kept = {name: value for name, value in answer.items() if name not in dropped}
    return _sorted(kept)


def _sorted(answer: dict[str, Any]) -> Any:
    """In one order where DynamoDB promises none."""
    for items in (answer.get("Responses") or {}).values():
        items.sort(key=lambda item: item["id"]["S"])
    if "Items" in answer:
        answer["Items"].sort(key=lambda item: item["id"]["S"])
    return _sets_sorted(answer)


def _sets_sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: sorted(each) if name in ("SS", "NS") else _sets_sorted(each)
            for name, each in value.items()
        }
    return [_sets_sorted(each) for each in value] if isinstance(value, list) else value


def _key(chance: random.Random) -> dict[str, Any]:
    return {"id": {"S": chance.choice(KEYS)}}


def _value(chance: random.Random) -> dict[str, Any]:
    return {"S": chance.choice("abc")}


def _item(chance: random.Random) -> dict[str, Any]:
    item = _key(chance) | {"a": _value(chance), "number": {"N": str(chance.randint(0, 3))}}
    if chance.random() < 0.7:
        item |= {
            "chat": {"S": chance.choice("xy")},
            "at": {"S": f"2026-{chance.randint(1, 99):02}"},
        }
    if chance.random() < 0.3:
        item |= {"list": {"L": [_value(chance)]}, "flag": {"BOOL": True}}
    return item


def _condition(chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.4:
        return {}
    text = chance.choice(CONDITIONS)
    condition: dict[str, Any] = {
        "ConditionExpression": text,
        "ExpressionAttributeNames": {"#a": "a"},
    }
    if ":v" in text:
        value = {"S": "S"} if "attribute_type" in text else _value(chance)
        condition["ExpressionAttributeValues"] = {":v": value}
    return condition


def _put(chance: random.Random) -> Request:
    return "PutItem", {"TableName": TABLE, "Item": _item(chance), **_condition(chance)}


def _delete(chance: random.Random) -> Request:
    returned = chance.choice(["NONE", "ALL_OLD"])
    request = {"TableName": TABLE, "Key": _key(chance), "ReturnValues": returned}
    return "DeleteItem", request | _condition(chance)


def _update(chance: random.Random) -> Request:
    text, condition = chance.choice(UPDATES), _condition(chance)
    names = {"#u": "a"} | ({"#r": "list"} if "#r" in text else {})
    values = {":v": _value(chance)} if ":v" in text else {}
    # The condition's value may be another, so it has a name of its own.
    renamed = condition.get("ConditionExpression", "").replace(":v", ":w")
    values |= {f":w{k[2:]}": v for k, v in condition.get("ExpressionAttributeValues", {}).items()}
    request: dict[str, Any] = {
        "TableName": TABLE,
        "Key": _key(chance),
        "UpdateExpression": text,
        "ReturnValues": "ALL_NEW",
        "ExpressionAttributeNames": names | condition.get("ExpressionAttributeNames", {}),
    }
    if values:
        request["ExpressionAttributeValues"] = values
    if renamed:
        request["ConditionExpression"] = renamed
    return "UpdateItem", request


def _add(chance: random.Random) -> Request:
    added = chance.choice([("number", {"N": "-1"}), ("number", {"N": "2"}), ("set", {"SS": ["p"]})])
    request = {
        "TableName": TABLE,
        "Key": _key(chance),
        "UpdateExpression": "ADD #u :v",
        "ReturnValues": "ALL_NEW",
        "ExpressionAttributeNames": {"#u": added[0]},
        "ExpressionAttributeValues": {":v": added[1]},
    }
    return "UpdateItem", request


def _get(chance: random.Random) -> Request:
    request: dict[str, Any] = {"TableName": TABLE, "Key": _key(chance), "ConsistentRead": True}
    if chance.random() < 0.5:
        projection = {"ProjectionExpression": "#a", "ExpressionAttributeNames": {"#a": "a"}}
        request |= projection
    return "GetItem", request


def _query(chance: random.Random) -> Request:
    request: dict[str, Any] = {
        "TableName": TABLE,
        "IndexName": "byChat",
        "KeyConditionExpression": "#c = :c AND #t BETWEEN :from AND :to",
        "ExpressionAttributeNames": {"#c": "chat", "#t": "at"},
        "ExpressionAttributeValues": {
            ":c": {"S": chance.choice("xy")},
            ":from": {"S": "2026-10"},
            ":to": {"S": f"2026-{chance.randint(11, 99)}"},
        },
        "ScanIndexForward": chance.random() < 0.5,
    }
    if chance.random() < 0.3:
        request["FilterExpression"] = "#a = :a"
        request["ExpressionAttributeNames"]["#a"] = "a"
        request["ExpressionAttributeValues"][":a"] = _value(chance)
    return "Query", request


def _transact(chance: random.Random) -> Request:
    made = []
    for key in chance.sample(KEYS, chance.randint(1, 4)):
        kind = chance.choice(["Put", "Update", "Delete", "ConditionCheck"])
        named: dict[str, Any] = {"TableName": TABLE}
        if kind == "Put":
            named["Item"] = _item(chance) | {"id": {"S": key}}
        else:
            named["Key"] = {"id": {"S": key}}
        condition = _condition(chance)
        if kind == "ConditionCheck" and not condition:
            condition = {
                "ConditionExpression": "attribute_exists (#a)",
                "ExpressionAttributeNames": {"#a": "a"},
            }
        if kind == "Update":
            condition = {
                "UpdateExpression": "SET #u = :u",
                "ExpressionAttributeNames": {"#u": "b"},
                "ExpressionAttributeValues": {":u": _value(chance)},
            }
        made.append({kind: named | condition})
    return "TransactWriteItems", {"TransactItems": made}


def _batch_get(chance: random.Random) -> Request:
    keys = [{"id": {"S": key}} for key in chance.sample(KEYS, chance.randint(1, 5))]
    return "BatchGetItem", {"RequestItems": {TABLE: {"Keys": keys, "ConsistentRead": True}}}


def _batch_write(chance: random.Random) -> Request:
    writes: list[dict[str, Any]] = []
    for key in chance.sample(KEYS, chance.randint(1, 4)):
        if chance.random() < 0.5:
            writes.append({"PutRequest": {"Item": _item(chance) | {"id": {"S": key}}}})
        else:
            writes.append({"DeleteRequest": {"Key": {"id": {"S": key}}}})
    return "BatchWriteItem", {"RequestItems": {TABLE: writes}}


REFUSED: list[Request] = [
    ("GetItem", {"TableName": "no-such-table", "Key": {"id": {"S": "1"}}}),
    ("PutItem", {"TableName": TABLE, "Item": {"a": {"S": "without a key"}}}),
    ("PutItem", {"TableName": TABLE, "Item": {"id": {"S": ""}}}),
    ("PutItem", {"TableName": TABLE, "Item": {"id": {"N": "1"}}}),
    ("PutItem", {"TableName": TABLE, "Item": {"id": {"S": "x" * 2049}}}),
    ("PutItem", {"TableName": TABLE, "Item": {"id": {"S": "1"}, "a": {"S": "x" * 500_000}}}),
    ("PutItem", {"TableName": TABLE, "Item": {"id": {"S": "1"}, "a": {"SS": []}}}),
    (
        "BatchGetItem",
        {"RequestItems": {TABLE: {"Keys": [{"id": {"S": "1"}}, {"id": {"S": "1"}}]}}},
    ),
    (
        "BatchGetItem",
        {"RequestItems": {TABLE: {"Keys": [{"id": {"S": str(n)}} for n in range(101)]}}},
    ),
    (
        "TransactWriteItems",
        {
            "TransactItems": [
                {"Put": {"TableName": TABLE, "Item": {"id": {"S": "1"}}}},
                {"Delete": {"TableName": TABLE, "Key": {"id": {"S": "1"}}}},
            ]
        },
    ),
    (
        "UpdateItem",
        {
            "TableName": TABLE,
            "Key": {"id": {"S": "item-0"}},
            "UpdateExpression": "SET a = missing + :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        },
    ),
]
"""What DynamoDB refuses, whatever is in the table."""
