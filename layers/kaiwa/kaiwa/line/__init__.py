"""LINE: the gateway to its Messaging API, and the reading of its webhook events.

Import from the modules: nothing here loads LINE's SDK, which takes over a second.
"""
