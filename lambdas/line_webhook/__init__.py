"""Takes LINE's webhooks: verifies each, puts its events on the queue, answers within 2 seconds."""

import kaiwa  # noqa: F401 (before all else, for what it does to the start)
