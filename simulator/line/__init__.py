"""LINE's platform: webhooks go out from here, the Messaging API is served here."""
