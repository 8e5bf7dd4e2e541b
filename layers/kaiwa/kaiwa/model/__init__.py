"""Gateway to the model: OpenAI's API, or any server that speaks it.

Import from the modules: nothing here loads OpenAI's SDK before the first client is made.
"""
