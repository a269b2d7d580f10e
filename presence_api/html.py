"""Small pages for people: text and one style sheet, no script and no other file.

The sheet is written into the page; the policy of pages names its hash, and lets no other in.
"""

import base64
import hashlib
import html
import re
from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentcolor 22%, transparent);
  --soft: color-mix(in srgb, currentcolor 7%, transparent); }
body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 .25rem; padding-top: 1rem; border-top: 1px solid var(--line);
  font-size: 1.1rem; overflow-wrap: anywhere; }
p { max-width: 44rem; margin: .5rem 0; }
a { color: light-dark(#0b57b0, #8ab8ff); }
a:focus-visible { outline: 2px solid; outline-offset: 2px; }
code { padding: .05em .3em; border-radius: .25em; background: var(--soft); font-size: .9em; }
nav ul { margin: 1rem 0 0; padding: 0; list-style: none; columns: 22rem; column-gap: 2rem; }
nav li { padding: .15rem 0; break-inside: avoid; overflow-wrap: anywhere; }
table { width: 100%; margin: 1rem 0; border-collapse: collapse; font-size: .9rem; }
caption { padding: .25rem 0; text-align: start; font-weight: 600; }
td { padding: .4rem .75rem .4rem 0; border-top: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere; }
td:first-child { width: 11rem; font-weight: 500; }
td:nth-child(3) { width: 14rem; }
"""
STYLE_SOURCE: Final = (
    f"'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
)
"""The sheet, as a policy (CSP) names it."""
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
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,">'  # else browsers look for one
        f"<title>{html.escape(title)}</title><style>{STYLE}</style></head>\n"
        f"<body><main>\n<h1>{html.escape(title)}</h1>\n{body}\n</main></body>\n</html>\n"
    )
