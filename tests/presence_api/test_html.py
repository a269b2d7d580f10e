"""Small pages."""

import base64
import hashlib
import re

from presence_api.html import STYLE_SOURCE, marked, page, words


def test_whatever_is_said_is_text() -> None:
    assert words("<b> & `a<b`") == "&lt;b&gt; &amp; <code>a&lt;b</code>"
    assert "<title>a &lt; b</title>" in page("a < b")


def test_paragraphs_stay_apart() -> None:
    assert marked("one\n\ntwo") == "<p>one</p>\n<p>two</p>"


def test_a_page_has_nothing_that_a_strict_policy_stops() -> None:
    made = page("A page", marked("text"))
    assert not [word for word in ("<script", "style=", "http:", "src=", "url(") if word in made]
    (sheet,) = re.findall("<style>(.*?)</style>", made, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == STYLE_SOURCE
