"""The document for people."""

from html.parser import HTMLParser

from ops.dev.reference.openapi import all_routes
from presence_api.openapi.docs_page import docs_page
from presence_api.openapi.document import document
from tests.presence_api.openapi.things import ROUTES


class Read(HTMLParser):
    """What a browser would look for, and whether all that was opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.looked_for: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br", "link"}:
            self.open.append(tag)
        self.looked_for += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.places |= {value or "" for name, value in attrs if name == "id"}
        assert not {name for name, _ in attrs} & {"style", "onclick", "onload"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_operation_is_there_with_what_it_takes_and_answers() -> None:
    made = docs_page(document(ROUTES))
    for text in ("GET /things</h2>", "PUT /things/{name}</h2>", "By their names.", "If-Match"):
        assert text in made
    assert '<a href="/problems/ent-007">ENT-007</a>' in made


def test_it_looks_for_nothing_elsewhere_and_has_nothing_that_runs() -> None:
    read = Read(docs_page(document(all_routes())))
    assert read.open == []
    places = {f"#{place}" for place in read.places}
    elsewhere = [one for one in read.looked_for if one not in places]
    assert all(one.startswith(("/problems/", "/openapi.json", "data:,")) for one in elsewhere)
    assert places <= set(read.looked_for)
