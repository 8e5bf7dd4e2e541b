"""From a stored answer to the messages that LINE shows."""
