"""What the chores that talk to AWS share: the region, and errors as sentences."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError


def region() -> str:
    """The region that Terraform uses too. boto3 by itself does not read AWS_REGION."""
    chosen = os.environ.get("AWS_REGION") or boto3.Session().region_name
    return chosen or sys.exit("No AWS region is set. Set AWS_REGION, for example ap-northeast-1.")


@contextmanager
def errors_as_sentences() -> Iterator[None]:
    """End the process with a sentence, not a traceback, when AWS does not do as asked."""
    try:
        yield
    except NoCredentialsError:
        sys.exit(
            "No AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY."
        )
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"AWS: {error}")
