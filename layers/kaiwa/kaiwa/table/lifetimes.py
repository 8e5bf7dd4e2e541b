"""How long items of the table are kept, besides messages, for which there is a setting, and
summaries, which go with the first message that they cover.

DynamoDB deletes what has expired within a few days; until then it counts as gone. How long all else
is kept is in `terraform/retention.tf`; `docs/data.md` shows both in one table.
"""

from datetime import timedelta

EVENT_MARKER = timedelta(days=3)
"""What is older than a day is not taken any more, so a replay is refused either way."""
TOMBSTONE = timedelta(days=3)
"""As long as event markers."""
IMAGE_SET = timedelta(days=1)
"""Older events are not acted upon."""
LINK_CODE = timedelta(minutes=10)
TRIES = timedelta(hours=2)
OPERATION = timedelta(days=1)
REMINDER = timedelta(days=1)
"""After the time of a chat's last reminder. Each is deleted once it was sent; later is too late."""
USAGE = timedelta(days=400)
ERASURE = timedelta(days=40)
"""Longer than the table can be restored back into: what was erased must not come back with it."""
