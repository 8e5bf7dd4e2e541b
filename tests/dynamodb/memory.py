"""DynamoDB's operations on tables in memory: a request in, a response or an error out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from tests.dynamodb.errors import (
    FAILED_CHECK,
    NO_REASON,
    cancelled,
    check_failed,
    error,
    invalid,
)
from tests.dynamodb.expressions import Names
from tests.dynamodb.requests import (
    Check,
    Parameters,
    change_of,
    check_known,
    condition_of,
    names_of,
    projection_of,
    refuse_doubles,
)
from tests.dynamodb.table import Table, projected
from tests.dynamodb.values import Item, check_item, check_key, copied
from tests.dynamodb.writes import Changed, Write

type Response = dict[str, Any]

MOST_IN_A_TRANSACTION = 100
MOST_READ = 100
MOST_WRITTEN = 25


@dataclass
class MemoryDynamoDB:
    """Tables by their names. `call` is one request, complete before the next.

    What is sent and what is answered are copied here, and nowhere else.
    """

    tables: dict[str, Table] = field(default_factory=dict)

    def call(self, operation: str, parameters: Parameters) -> Response:
        """The response, as botocore has it. Raises botocore's ClientError."""
        check_known(operation, parameters)
        try:
            asked = parameters if operation in READS else copied(dict(parameters))
            return copied(OPERATIONS[operation](self, asked))
        except ClientError as failure:
            failure.operation_name = operation
            raise

    def _table(self, name: str) -> Table:
        if name not in self.tables:
            message = "Requested resource not found"
            raise error("", "ResourceNotFoundException", message)
        return self.tables[name]

    # Tables

    def _create(self, parameters: Parameters) -> Response:
        name = parameters["TableName"]
        if name in self.tables:
            raise error("", "ResourceInUseException", f"Table already exists: {name}")
        self.tables[name] = Table.create(parameters)
        return {"TableDescription": self.tables[name].description}

    def _describe(self, parameters: Parameters) -> Response:
        table = self._table(parameters["TableName"])
        return {"Table": {**table.description, "ItemCount": len(table.items)}}

    def _list(self, _: Parameters) -> Response:
        return {"TableNames": sorted(self.tables)}

    def _drop(self, parameters: Parameters) -> Response:
        table = self._table(parameters["TableName"])
        del self.tables[parameters["TableName"]]
        return {"TableDescription": {**table.description, "TableStatus": "DELETING"}}

    def _expire(self, parameters: Parameters) -> Response:
        """Nothing expires by itself here: DynamoDB may take days for it, too."""
        self._table(parameters["TableName"])
        return {"TimeToLiveSpecification": parameters["TimeToLiveSpecification"]}

    # Single items

    def _get(self, parameters: Parameters) -> Response:
        table, names = self._table(parameters["TableName"]), names_of(parameters)
        check_key(parameters["Key"], table.keys.hash)
        wanted = projection_of(parameters, names)
        names.check_all_used()
        found = table.get(parameters["Key"])
        return {} if found is None else {"Item": projected(found, wanted)}

    def _write_one(self, operation: str, parameters: Parameters) -> Response:
        write = self._read_write(operation, parameters)
        if not write.holds():
            raise check_failed(operation)
        old, new = write.make()
        match parameters.get("ReturnValues", "NONE"):
            case "ALL_OLD":
                return {"Attributes": old} if old else {}
            case "ALL_NEW":
                return {"Attributes": new}
            case "NONE":
                return {}
            case other:
                raise NotImplementedError(f"ReturnValues={other}")

    def _read_write(self, operation: str, parameters: Parameters) -> Write:
        table, names = self._table(parameters["TableName"]), names_of(parameters)
        item = parameters.get("Item")
        key_name = table.keys.hash
        if item is not None:
            check_item(item, key_name)
        key = {key_name: item[key_name]} if item is not None else parameters["Key"]
        check_key(key, key_name)
        condition = condition_of(parameters, "ConditionExpression", names)
        changed = Changed(item=item, stays=operation == "ConditionCheck")
        if operation in ("UpdateItem", "Update"):
            changed = Changed(change=change_of(parameters, names))
        names.check_all_used()
        return Write(table, key, condition, changed)

    # Several items

    def _batch_get(self, parameters: Parameters) -> Response:
        requests = parameters["RequestItems"]
        if sum(len(each["Keys"]) for each in requests.values()) > MOST_READ:
            raise invalid("Too many items requested for the BatchGetItem call")
        responses: dict[str, list[Item]] = {}
        for name, request in requests.items():
            table, names = self._table(name), names_of(request)
            wanted = projection_of(request, names)
            for key in request["Keys"]:
                check_key(key, table.keys.hash)
            refuse_doubles([table.id_of(key) for key in request["Keys"]])
            found = [item for key in request["Keys"] if (item := table.get(key)) is not None]
            responses[name] = [projected(item, wanted) for item in found]
        return {"Responses": responses, "UnprocessedKeys": {}}

    def _batch_write(self, parameters: Parameters) -> Response:
        requests = parameters["RequestItems"]
        if sum(map(len, requests.values())) > MOST_WRITTEN:
            raise invalid("Too many items requested for the BatchWriteItem call")
        for name, writes in requests.items():
            made = [self._read_batched(name, write) for write in writes]
            refuse_doubles([write.table.id_of(write.key) for write in made])
            for write in made:
                write.make()
        return {"UnprocessedItems": {}}

    def _read_batched(self, name: str, request: Parameters) -> Write:
        if "PutRequest" in request:
            item = request["PutRequest"]["Item"]
            return self._read_write("PutItem", {"TableName": name, "Item": item})
        key = request["DeleteRequest"]["Key"]
        return self._read_write("DeleteItem", {"TableName": name, "Key": key})

    def _transact(self, parameters: Parameters) -> Response:
        requests = [next(iter(each.items())) for each in parameters["TransactItems"]]
        if len(requests) > MOST_IN_A_TRANSACTION:
            raise invalid("Member must have length less than or equal to 100")
        writes = [self._read_write(kind, request) for kind, request in requests]
        ids = [(id(write.table), write.table.id_of(write.key)) for write in writes]
        if len(ids) != len(set(ids)):
            raise invalid("Transaction request cannot include multiple operations on one item")
        held = [write.holds() for write in writes]
        if not all(held):
            raise cancelled([NO_REASON if each else FAILED_CHECK for each in held])
        before = [(write.table, write.key, write.table.get(write.key)) for write in writes]
        try:
            for write in writes:
                write.make()
        except ClientError:
            for table, key, item in before:
                table.delete(key) if item is None else table.put(item)
            raise
        return {}

    # Many items

    def _query(self, parameters: Parameters) -> Response:
        names = names_of(parameters)
        condition = condition_of(parameters, "KeyConditionExpression", names)
        return self._read_many(parameters, names, condition)

    def _scan(self, parameters: Parameters) -> Response:
        return self._read_many(parameters, names_of(parameters), lambda _: True)

    def _read_many(self, parameters: Parameters, names: Names, keyed: Check) -> Response:
        table, index = self._table(parameters["TableName"]), parameters.get("IndexName")
        if index is not None and parameters.get("ConsistentRead"):
            raise invalid("Consistent reads are not supported on global secondary indexes")
        keys, items = table.in_index(index, keyed)
        filtered = condition_of(parameters, "FilterExpression", names)
        wanted = projection_of(parameters, names)
        names.check_all_used()
        if not parameters.get("ScanIndexForward", True):
            items = items[::-1]
        page, last = table.page(
            items,
            keys,
            parameters.get("ExclusiveStartKey"),
            parameters.get("Limit"),
        )
        shown = [projected(item, wanted) for item in page if filtered(item)]
        response: Response = {"Count": len(shown), "ScannedCount": len(page)}
        if parameters.get("Select") != "COUNT":
            response["Items"] = shown
        return response | ({"LastEvaluatedKey": last} if last else {})


READS = ("GetItem", "BatchGetItem", "Query", "Scan")
"""Nothing is kept of what these are asked."""
OPERATIONS: Mapping[str, Any] = {
    "CreateTable": MemoryDynamoDB._create,
    "DescribeTable": MemoryDynamoDB._describe,
    "ListTables": MemoryDynamoDB._list,
    "DeleteTable": MemoryDynamoDB._drop,
    "UpdateTimeToLive": MemoryDynamoDB._expire,
    "GetItem": MemoryDynamoDB._get,
    "PutItem": lambda memory, parameters: memory._write_one("PutItem", parameters),
    "UpdateItem": lambda memory, parameters: memory._write_one("UpdateItem", parameters),
    "DeleteItem": lambda memory, parameters: memory._write_one("DeleteItem", parameters),
    "BatchGetItem": MemoryDynamoDB._batch_get,
    "BatchWriteItem": MemoryDynamoDB._batch_write,
    "Query": MemoryDynamoDB._query,
    "Scan": MemoryDynamoDB._scan,
    "TransactWriteItems": MemoryDynamoDB._transact,
}
