from tests.metamodel.shop import GONE, ORDER, places

PLACE = f"/entities/{ORDER}"


def test_a_described_document_is_right() -> None:
    assert places("DOC001") == []


def test_entities_have_a_title_and_a_description() -> None:
    assert places("DOC001", {f"{PLACE}/title": GONE}) == [PLACE]
    assert places("DOC001", {f"{PLACE}/description": GONE}) == [PLACE]


def test_members_have_a_title() -> None:
    edits = {f"{PLACE}/attributes/4/title": GONE, f"{PLACE}/measures/1/title": GONE}
    assert places("DOC001", edits) == [PLACE]


def test_what_nobody_sees_needs_none() -> None:
    edits = {f"{PLACE}/title": GONE, f"{PLACE}/public": False}
    assert places("DOC001", edits) == []


def test_views_are_described_too() -> None:
    view = {"name": "desk", "cubes": [{"path": "order"}]}
    assert places("DOC001", {"/views": [view]}) == ["/views/0"]
    described = {**view, "title": "Desk", "description": "What the desk sees."}
    assert places("DOC001", {"/views": [described]}) == []
