"""How an answer tells of the picture that it comes with: in the first line of what is stored.

So whoever reads the conversation later knows of it, the model too; only the user, who sees the
picture, is not told.
"""

LONGEST_NOTE = 300
"""In characters."""


def noted(prompt: str, text: str) -> str:
    """What is stored of an answer with a picture."""
    line = " ".join(prompt.split())
    cut = line if len(line) <= LONGEST_NOTE else f"{line[:LONGEST_NOTE]} …"
    return f"[picture: {cut}]\n{text}".rstrip("\n")


def without_note(content: str) -> str:
    """What the user is shown of it, besides the picture."""
    return content.partition("\n")[2]
