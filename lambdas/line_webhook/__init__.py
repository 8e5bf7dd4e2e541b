"""Takes LINE's webhooks: verifies each, puts its events on the queue, answers within 2 seconds."""
