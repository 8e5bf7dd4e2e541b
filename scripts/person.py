"""Who is meant by PERSON: a LINE id, an e-mail address, Cognito's `sub`, or a hash of the logs."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import boto3

from kaiwa.line.channels import channel_of, joined, line_id_of
from kaiwa.log import hashed
from scripts.deployment import Deployment

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import UserTypeTypeDef
    from mypy_boto3_dynamodb import DynamoDBClient

LINE_ID = re.compile("[UCR][0-9a-f]{32}")
"""Of a user, a group or a room.
https://developers.line.biz/en/docs/messaging-api/getting-user-ids/
"""
HASH = re.compile("[0-9a-f]{32}")
ACCOUNT_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
EMAIL = re.compile(r'[^\s"\\@]+@[^\s"\\@]+')

type Item = Mapping[str, Any]
"""As DynamoDB has it: attribute → {type: value}."""


@dataclass(frozen=True)
class Person:
    """A chat and the sign-ins that are the same person's; there is one of them at least."""

    chat_id: str | None
    account_ids: tuple[str, ...]

    @property
    def name(self) -> str:
        """As the logs have them."""
        return hashed(self.chat_id or self.account_ids[0])


@dataclass(frozen=True)
class Table:
    """The message table, read past the functions' gateways: it has no index of persons."""

    dynamodb: "DynamoDBClient"
    name: str

    def item(self, item_id: str) -> Item:
        """Read consistently; empty if there is none."""
        key = {"id": {"S": item_id}}
        found = self.dynamodb.get_item(TableName=self.name, Key=key, ConsistentRead=True)
        return found.get("Item", {})

    def items_of(self, person: Person) -> Iterator[Item]:
        """Whatever names the person: of the whole table, which AWS charges for, page by page."""
        conditions, values = list[str](), dict[str, Any]()
        if person.chat_id:
            conditions.append(
                "contains(id, :i) OR lineUserId = :c OR speakerId = :c OR contains(personIds, :c)"
            )
            # With what is in front of it: in another channel the id goes on as this one's.
            values |= {":c": {"S": person.chat_id}, ":i": {"S": f"#{person.chat_id}"}}
        for number, account_id in enumerate(person.account_ids):
            conditions.append(f"contains(id, :a{number}) OR accountId = :a{number}")
            values[f":a{number}"] = {"S": account_id}
        return self._scan(
            FilterExpression=" OR ".join(conditions), ExpressionAttributeValues=values
        )

    def ids(self, *prefixes: str) -> Iterator[tuple[str, str]]:
        """Of the items whose ids begin with one of these: the prefix, and what follows it."""
        for item in self._scan(ProjectionExpression="id"):
            item_id: str = item["id"]["S"]
            for prefix in prefixes:
                if item_id.startswith(prefix):
                    yield prefix, item_id.removeprefix(prefix)

    def beginning(self, prefix: str) -> Iterator[Item]:
        """The items whose ids begin with it; with "", all of them."""
        if not prefix:
            return self._scan()
        values = {":p": {"S": prefix}}
        return self._scan(FilterExpression="begins_with(id, :p)", ExpressionAttributeValues=values)

    def _scan(self, **filters: Any) -> Iterator[Item]:
        read = 0
        pages = self.dynamodb.get_paginator("scan").paginate(
            TableName=self.name, ConsistentRead=True, **filters
        )
        for page in pages:
            read += page["ScannedCount"]
            print(f"  {read:,} items of {self.name} read", file=sys.stderr)
            yield from page["Items"]


@dataclass(frozen=True)
class Users:
    """The people who may sign in."""

    cognito: "CognitoIdentityProviderClient"
    pool_id: str

    def by(self, attribute: str, value: str) -> list["UserTypeTypeDef"]:
        """Those with this value, which has neither quotes nor backslashes in it."""
        pages = self.cognito.get_paginator("list_users").paginate(
            UserPoolId=self.pool_id, Filter=f'{attribute} = "{value}"'
        )
        return [user for page in pages for user in page["Users"]]

    def of(self, person: Person) -> list["UserTypeTypeDef"]:
        return [user for each in person.account_ids for user in self.by("sub", each)]

    def delete(self, user: "UserTypeTypeDef") -> None:
        self.cognito.admin_delete_user(UserPoolId=self.pool_id, Username=user["Username"])


@dataclass(frozen=True)
class People:
    """Finds a person by what an operator has in hand. Whoever is not there ends the process."""

    table: Table
    users: Users

    @classmethod
    def of(cls, deployment: Deployment) -> Self:
        region = deployment["region"]
        return cls(
            Table(boto3.client("dynamodb", region_name=region), deployment["table_name"]),
            Users(boto3.client("cognito-idp", region_name=region), deployment["user_pool_id"]),
        )

    def find_all(self, wanted: str, channels: Sequence[str]) -> list[Person]:
        """The same person in each of the LINE channels, where a LINE id says whom. See `find`."""
        if not LINE_ID.fullmatch(wanted):
            return [self.find(wanted)]
        return [self.find(joined(channel, wanted)) for channel in channels]

    def find(self, wanted: str) -> Person:
        if LINE_ID.fullmatch(line_id_of(wanted)) and wanted == _qualified(wanted):
            return self._with_chat(wanted)
        if EMAIL.fullmatch(wanted):
            users = self.users.by("email", wanted)
            return self._with_accounts([attributes_of(user)["sub"] for user in users])
        if ACCOUNT_ID.fullmatch(wanted):
            return self._with_accounts([wanted])
        if HASH.fullmatch(wanted):
            return self._hashed(wanted)
        sys.exit(
            "PERSON must be a LINE id (U… for a person, C… or R… for a group; of another channel "
            "shop/U…), an e-mail address, "
            "Cognito's sub, or a hash of 32 hexadecimal digits as the logs have it."
        )

    def _with_chat(self, chat_id: str) -> Person:
        account_id = self.table.item(f"conversation#{chat_id}").get("accountId")
        return Person(chat_id, (account_id["S"],) if account_id else ())

    def _with_accounts(self, account_ids: list[str]) -> Person:
        if not account_ids:
            sys.exit("Nobody signs in with this address.")
        accounts = [self.table.item(f"account#{each}") for each in account_ids]
        chats = {account["lineUserId"]["S"] for account in accounts if account}
        if len(chats) > 1:
            hashes = ", ".join(sorted(hashed(chat_id) for chat_id in chats))
            sys.exit(f"Several chats are linked with this address. Name one of them: {hashes}")
        return Person(next(iter(chats), None), tuple(account_ids))

    def _hashed(self, wanted: str) -> Person:
        for prefix, name in self.table.ids("conversation#", "account#"):
            if hashed(name) == wanted:
                is_chat = prefix == "conversation#"
                return self._with_chat(name) if is_chat else self._with_accounts([name])
        sys.exit(
            f"Nothing in the table is of {wanted}: it was deleted, or the id itself is needed."
        )


def _qualified(wanted: str) -> str:
    return joined(channel_of(wanted), line_id_of(wanted))


def attributes_of(user: "UserTypeTypeDef") -> dict[str, str]:
    return {each["Name"]: each.get("Value", "") for each in user.get("Attributes", [])}
