"""What was said before: the history of a prompt, and the running summary of what is older."""
