"""People who have signed in from ChatGPT, and linking them with their chats."""

import re

from simulator.chatgpt import PASSWORD, ChatGpt
from simulator.stack import Stack
from tests.e2e.conftest import Aws, Line


def newcomer(stack: Stack, aws: Aws, name: str) -> ChatGpt:
    """A person who has just signed in for the first time."""
    person = ChatGpt(stack, name)
    pool = aws.outputs["user_pool_id"]
    aws.cognito.admin_create_user(
        UserPoolId=pool,
        Username=person.email,
        UserAttributes=[{"Name": "email", "Value": person.email}],
    )
    aws.cognito.admin_set_user_password(
        UserPoolId=pool, Username=person.email, Password=PASSWORD, Permanent=True
    )
    person.sign_in()
    return person


def code_for(line: Line, user: str) -> str:
    """The code that the bot shows to a user who asks for one."""
    (answer,) = line.say(user, "/link")
    found = re.search(r"^\w{5}-\w{5}$", answer, re.MULTILINE)
    assert found is not None
    return found.group()


def link(line: Line, person: ChatGpt) -> None:
    """Have the bot show a code in the person's chat, and hand it over in ChatGPT."""
    code = code_for(line, person.name)
    assert person.call("POST", "/link", {"code": code})[0] == 200
    line.settle()


def token_of_another_pool(aws: Aws, email: str) -> str:
    """An access token of somebody with the same address, but from a pool that is not ours."""
    pool = aws.cognito.create_user_pool(PoolName="another")["UserPool"]["Id"]
    client = aws.cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="another", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    aws.cognito.admin_create_user(UserPoolId=pool, Username=email)
    aws.cognito.admin_set_user_password(
        UserPoolId=pool, Username=email, Password=PASSWORD, Permanent=True
    )
    signed_in = aws.cognito.initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": PASSWORD},
    )
    aws.cognito.delete_user_pool(UserPoolId=pool)
    return signed_in["AuthenticationResult"]["AccessToken"]
