"""Lambda handler that an operator invokes with `make check-dynamodb`."""

import os
from typing import Any

from check_dynamodb.check import Report, check_table
from kaiwa.log import logger
from kaiwa.settings import required


def lambda_handler(event: dict[str, Any], context: Any) -> Report:
    """Return the report, whatever the event is. See `check_dynamodb.check.Report`."""
    with logger().context(request_id=context.aws_request_id):
        report = check_table(required(os.environ, "TABLE_NAME"))
        logger().info("Checked the table.", report=report)
    return report
