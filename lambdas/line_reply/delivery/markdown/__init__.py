"""The model's Markdown as plain text, because LINE shows a message as it is."""

from typing import TYPE_CHECKING

from kaiwa.log import described, logger

if TYPE_CHECKING:
    from line_reply.delivery.markdown.page import Page


def plain(markdown: str) -> str:
    """The text as it is to be read in a bubble; plain text comes out as it went in.

    Headings and code get an empty line around them, bullets are dots, a link is its text and its
    address, formulas are readable signs. Code is kept to the letter. The same Markdown always
    gives the same text, so that a later attempt cuts it into the same bubbles. Never raises.
    """
    return page_of(markdown).text


def page_of(markdown: str) -> "Page":
    """The same, with what is a table and what is code."""
    # The parser takes 30 ms to load, which only an answer should wait for.
    from line_reply.delivery.markdown import blocks, page

    try:
        return blocks.render(markdown)
    except Exception as error:
        # An answer with asterisks is better than none.
        logger().error("The answer is shown as Markdown.", failure=described(error))
        return page.Page([markdown])
