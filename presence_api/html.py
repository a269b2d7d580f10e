"""Small pages for people, with nothing in them but text: no script, no style, no other file."""

import html
import re
from typing import Final

_CODE: Final = re.compile(r"`([^`]+)`")


def marked(text: str) -> str:
    """A text of ours as HTML: paragraphs, and code where it says `code`."""
    return "\n".join(f"<p>{words(one)}</p>" for one in text.split("\n\n"))


def words(text: str) -> str:
    """The same, within a line."""
    return _CODE.sub(r"<code>\1</code>", html.escape(text))


def page(title: str, *blocks: str) -> str:
    """A whole page; `blocks` are HTML already."""
    body = "\n".join(blocks)
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<link rel="icon" href="data:,">'  # else browsers look for one
        f"<title>{html.escape(title)}</title></head>\n"
        f"<body><main>\n<h1>{html.escape(title)}</h1>\n{body}\n</main></body>\n</html>\n"
    )
