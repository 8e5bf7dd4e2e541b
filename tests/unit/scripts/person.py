"""A deployment in which people have left something behind, on moto."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass

REGION = "ap-northeast-1"
BUCKET = "kaiwa-test-exports"
LOG_GROUP = "/aws/lambda/kaiwa-test-line-reply"
EMAIL = "hanako@example.com"
QUEUES = ("queue", "dead_letter_queue", "summary_queue", "summary_dead_letter_queue")
