"""ChatGPT's calls as API Gateway passes them on, and what there is around the function."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from openapi_schema_validator import OAS31Validator

from chatgpt import handler
from kaiwa.exports import Exports
from kaiwa.gateways import gateways
from kaiwa.own_texts import OwnText
from kaiwa.sign_in import SignIn, masked
from kaiwa.table.accounts import Accounts
from kaiwa.table.conversations import Conversations
from kaiwa.table.items import USER, Conversation, Message, conversation_item_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.operations import Operations
from kaiwa.table.sent_bubbles import SentBubbles
from line_reply.attempt import Attempt
from line_reply.delivery.deliver import Deliver
from line_reply.delivery.own_text import DeliverOwnText
from line_reply.speech.chat import Chats
from line_reply.speech.language import Languages
from tests.api_gateway import CONTEXT, http_request
from tests.builders import NOON, USER_ID, work_of
from tests.fakes.clock import FakeClock
from tests.fakes.line import FakeLine
from tests.unit.tables import RETENTION, TABLE_NAME

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

DOCUMENT = json.loads(Path(__file__).parents[3].joinpath("docs/openapi.json").read_text())
HANAKO, TARO = "sub-hanako", "sub-taro"
ADDRESS = "h•••o@e•••e.com"
NOT_LINKED = (
    "The user has not linked a LINE chat. Ask them to send /link to the bot in their one-to-one "
    "chat on LINE and to tell you the code that it answers; then call linkChat."
)


def base64_request(path: str, body: bytes) -> dict[str, Any]:
    """The same with a body that API Gateway takes for binary."""
    encoded = base64.b64encode(body).decode()
    return http_request("POST", path, encoded, isBase64Encoded=True)


def response(status: int, body: Any) -> dict[str, Any]:
    """The whole response with this JSON."""
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        "isBase64Encoded": False,
        "cookies": [],
    }


def problem(status: int, error: str, message: str) -> dict[str, Any]:
    """The whole response for what does not work."""
    return response(status, {"error": error, "message": message})


def ask(
    method: str, path: str, body: Any = None, account: str | None = HANAKO, **query: Any
) -> dict[str, Any]:
    """Call the function. A query's `from_` stands for `from`. Returns the whole response."""
    raw_query = urlencode({name.rstrip("_"): value for name, value in query.items()})
    return answer_to(http_request(method, path, body, raw_query, account))


def answer_to(event: dict[str, Any]) -> dict[str, Any]:
    """The function's whole response to an event, which the document must know of."""
    answer = handler.lambda_handler(event, CONTEXT)
    json.dumps(answer, ensure_ascii=False).encode()  # as Lambda sends it
    path = event["rawPath"]
    template = "/operations/{operation_id}" if path.startswith("/operations/") else path
    method = event["requestContext"]["http"]["method"].lower()
    if operation := DOCUMENT["paths"].get(template, {}).get(method):
        known = operation["responses"][str(answer["statusCode"])]["content"]
        schema = known[answer["headers"]["Content-Type"]]["schema"]
        validator = OAS31Validator(schema | {"components": DOCUMENT["components"]})
        validator.validate(json.loads(answer["body"]))
    return answer


def wrong_fields(wanted: str) -> dict[str, Any]:
    """The whole response for fields without sense."""
    return problem(422, "invalid_request", f"Correct this and call again: {wanted}.")


@dataclass
class FakeSignIn(SignIn):
    """Cognito, as far as addresses go. `failure` is raised instead, if set."""

    addresses: dict[str, str] = field(
        default_factory=lambda: {
            f"token-of-{HANAKO}": "hanako@example.com",
            f"token-of-{TARO}": "taro@example.com",
        }
    )
    failure: Exception | None = None

    def masked_address(self, access_token: str) -> str:
        if self.failure:
            raise self.failure
        return masked(self.addresses[access_token])


@dataclass
class World:
    """The deployed function with its surroundings: `call` is what ChatGPT does."""

    messages: MessageTable
    sqs: "SQSClient"
    s3: "S3Client"
    queue_url: str
    bucket: str
    sign_in: FakeSignIn = field(default_factory=FakeSignIn)
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON))

    @property
    def accounts(self) -> Accounts:
        return gateways().accounts

    @property
    def operations(self) -> Operations:
        return gateways().operations

    @property
    def exports(self) -> Exports:
        return gateways().exports

    def call(
        self, method: str, path: str, body: Any = None, account: str | None = HANAKO, **query: Any
    ) -> dict[str, Any]:
        """The whole response. See `ask`."""
        return ask(method, path, body, account, **query)

    def read(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """The JSON of a response that is a good one."""
        answer = self.call(method, path, body, **more)
        assert answer["statusCode"] in {200, 202}, answer
        return json.loads(answer["body"])

    def offer(
        self, code: str = "ABCDE-FGHJK", chat_id: str = USER_ID, name: str | None = None
    ) -> str:
        """What /link does on LINE."""
        self.accounts.offer(code, chat_id, self.clock(), name)
        return code

    def link(self, account: str = HANAKO, chat_id: str = USER_ID) -> None:
        """A sign-in that is linked already."""
        self.accounts.offer("setup", chat_id, self.clock())
        address = self.sign_in.masked_address(f"token-of-{account}")
        link = self.accounts.redeem("setup", account, address, self.clock(), replace=True)
        self.accounts.told(link)

    def forget(self, chat_id: str = USER_ID) -> None:
        """What /forget does first: from now on nobody sees what was said so far."""
        conversation = Conversation(conversation_item_id(chat_id))
        conversation.update([Conversation.forgotten_at.set(self.clock())])

    def work(self, chat: FakeLine) -> list[str]:
        """What the worker does with the texts that wait. How they ended."""
        return [self.deliver(event, chat) for event in self.events()]

    def deliver(self, event: dict[str, Any], chat: FakeLine, *, last_attempt: bool = False) -> str:
        """The same with one of them."""
        text = work_of(event)
        assert isinstance(text, OwnText)
        languages = Languages(Conversations(TABLE_NAME), chat, "en", self.clock)
        chats = Chats(chat, languages, SentBubbles(TABLE_NAME), RETENTION, self.clock)
        deliver = Deliver(self.messages, self.clock)
        use_case = DeliverOwnText(self.messages, self.operations, chats, deliver, self.clock)
        return use_case(text, Attempt(5 if last_attempt else 1, 5))

    def queued(self) -> list[tuple[str, str, str]]:
        """What waits in the queue: chat, role and text of each."""
        return [(event["conversation_id"], event["role"], event["text"]) for event in self.events()]

    def events(self) -> list[dict[str, Any]]:
        """The same as the worker gets it. They are gone afterwards."""
        found = self.sqs.receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=10)
        received = found.get("Messages", [])
        for message in received:
            self.sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in received]

    def stored_files(self) -> list[str]:
        """The keys in the bucket."""
        found = self.s3.list_objects_v2(Bucket=self.bucket)
        return [item["Key"] for item in found.get("Contents", [])]


def message(
    created_at: datetime,
    text: str = "Hello",
    role: str = USER,
    chat_id: str = USER_ID,
    life: timedelta = RETENTION,
) -> Message:
    """A message of a conversation as it is stored."""
    return Message(
        f"{chat_id} {created_at.isoformat()}",
        line_user_id=chat_id,
        role=role,
        content=text,
        created_at=created_at,
        updated_at=created_at,
        expires_at=created_at + life,
    )


def store(*wanted: Message) -> None:
    """Store them all."""
    with Message.batch_write() as batch:
        for item in wanted:
            batch.save(item)


def minutes(number: int) -> Iterator[datetime]:
    """So many times, a minute apart, the last of them a minute before noon."""
    return (NOON - timedelta(minutes=left) for left in range(number, 0, -1))
