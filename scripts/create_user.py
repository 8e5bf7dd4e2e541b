"""Create a person who may sign in: `make user EMAIL=hanako@example.com`.

    python -m scripts.create_user build/production/outputs.json hanako@example.com

Cognito sends them a temporary password. With USER_PASSWORD in the environment nothing is sent, and
that is their password.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError

from scripts.aws import errors_as_sentences
from scripts.deployment import Deployment

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

REFUSALS = {
    "UsernameExistsException": "There is such a user already.",
    "InvalidPasswordException": "The pool does not accept this password: it is too simple.",
    "InvalidParameterException": "Cognito does not take this as an e-mail address.",
}


def main() -> None:
    """Create the user that the command line names."""
    deployment = Deployment.read(Path(sys.argv[1]))
    with errors_as_sentences():
        cognito = boto3.client("cognito-idp", region_name=deployment["region"])
        try:
            create(
                cognito, deployment["user_pool_id"], sys.argv[2], os.environ.get("USER_PASSWORD")
            )
        except ClientError as error:
            if sentence := REFUSALS.get(error.response["Error"]["Code"]):
                sys.exit(sentence)
            raise


def create(
    cognito: "CognitoIdentityProviderClient", pool_id: str, email: str, password: str | None
) -> None:
    """Create the user, with a password of theirs or with a temporary one that is sent to them."""
    attributes: list[AttributeTypeTypeDef] = [
        {"Name": "email", "Value": email},
        {"Name": "email_verified", "Value": "true"},
    ]
    if password:
        cognito.admin_create_user(
            UserPoolId=pool_id,
            Username=email,
            UserAttributes=attributes,
            MessageAction="SUPPRESS",
        )
        cognito.admin_set_user_password(
            UserPoolId=pool_id, Username=email, Password=password, Permanent=True
        )
        print(f"Created {email}, with the password of USER_PASSWORD.")
    else:
        cognito.admin_create_user(
            UserPoolId=pool_id,
            Username=email,
            UserAttributes=attributes,
            DesiredDeliveryMediums=["EMAIL"],
        )
        print(f"Created {email}. Cognito sends them a temporary password.")


if __name__ == "__main__":
    main()
