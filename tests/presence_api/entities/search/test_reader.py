"""Reading rows."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presence_api.entities.catalogue.view import EntityView, entity_view
from presence_api.entities.faults import RequestInvalid
from presence_api.entities.instance import InstanceUnknown
from presence_api.entities.search.cursor import CursorRefused, Cursors
from presence_api.entities.search.reader import EntityReader, Row
from tests.fakes.entity_store import FakeEntityStore, Stored
from tests.presence_api.entities.gadgets import TABLE, caller, model, row, varied, view
from tests.presence_api.entities.requests import searches

ADMIN = view("admin")


def reader(*rows: Stored) -> tuple[EntityReader, FakeEntityStore]:
    store = FakeEntityStore({TABLE: list(rows)})
    return EntityReader(store, Cursors(b"key")), store


def walk(
    reads: EntityReader, mine: EntityView, body: dict[str, Any], meanwhile: Any = None
) -> list[Row]:
    """All pages; `meanwhile` is called between two of them."""
    found: list[Row] = []
    cursor = None
    while True:
        page = reads.search(mine, body | ({"cursor": cursor} if cursor else {}))
        found += page.rows
        if page.next is None:
            return found
        cursor = page.next
        if meanwhile:
            meanwhile()


def test_a_row_is_what_may_be_read_of_it() -> None:
    reads, store = reader(row(1, name="ada", email="a@example.org", margin="1"))
    (found,) = reads.search(view("analyst"), {"fields": ["name", "email"]}).rows
    assert found == Row("1", 1, "2026-01-01T00:00:00Z", {"name": "ada", "email": "***"})
    assert [column.name for column in store.asked[0].columns] == ["name"]


def test_the_time_of_change_is_hidden_with_its_attribute() -> None:
    of = [{"groups": ["analyst"], "allRows": True, "excludes": ["updated_at"]}]
    mine = entity_view(model(access=of), "gadget", caller("analyst"))
    reads, _ = reader(row(1))
    assert reads.search(mine, {}).rows[0].updated_at is None


def test_a_last_page_knows_that_it_is_the_last() -> None:
    reads, _ = reader(*(row(number) for number in range(4)))
    first = reads.search(ADMIN, {"limit": 2})
    assert [one.id for one in first.rows] == ["0", "1"]
    second = reads.search(ADMIN, {"limit": 2, "cursor": first.next})
    assert ([one.id for one in second.rows], second.next) == (["2", "3"], None)
    with pytest.raises(CursorRefused):
        reads.search(ADMIN, {"cursor": first.next, "order": [{"by": "size"}]})


@given(st.data())
def test_all_pages_together_are_the_whole_search_in_its_order(data: st.DataObject) -> None:
    reads, _ = reader(*map(varied, range(60)))
    body = data.draw(searches(ADMIN, limit=500))
    whole = reads.search(ADMIN, body)
    assert whole.next is None
    size = data.draw(st.integers(1, 20))
    assert walk(reads, ADMIN, body | {"limit": size}) == list(whole.rows)


@given(st.data())
def test_rows_that_come_meanwhile_neither_repeat_nor_hide_others(data: st.DataObject) -> None:
    reads, store = reader(*map(varied, range(0, 80, 2)))
    body = data.draw(searches(ADMIN, limit=500))
    before = [one.id for one in reads.search(ADMIN, body).rows]
    new = data.draw(st.lists(st.integers(0, 39), unique=True, min_size=1))
    coming = iter([varied(2 * number + 1) for number in new])

    def meanwhile() -> None:
        store.tables[TABLE].extend(one for one in [next(coming, None)] if one)

    found = [one.id for one in walk(reads, ADMIN, body | {"limit": 3}, meanwhile)]
    assert len(set(found)) == len(found)
    assert [one for one in found if int(one) % 2 == 0] == before


def test_one_instance_is_got_by_its_id() -> None:
    reads, _ = reader(row(1, name="ada", email="a@example.org"), row(2))
    found = reads.get(view("analyst"), "1")
    assert (found.id, found.values["name"], found.values["email"]) == ("1", "ada", "***")
    assert reads.get(view("analyst"), "1", ["size"]).values == {"size": None}
    with pytest.raises(RequestInvalid):
        reads.get(view("analyst"), "1", ["margin"])


@pytest.mark.parametrize("one", ["3", "01", "1~2", "", "x", "%31", "1 OR 1=1", "2", "4"])
def test_what_is_not_there_or_not_theirs_is_unknown(one: str) -> None:
    gone = row(4, deleted_at="2026-01-01T00:00:00Z")
    reads, _ = reader(row(1), row(2, tenant_id="globex"), gone)
    with pytest.raises(InstanceUnknown):
        reads.get(view("analyst"), one)


def test_a_key_of_several_parts_is_an_id_of_several() -> None:
    mine = entity_view(model(keys={"primary": ["name", "gadget_id"]}), "gadget", caller("admin"))
    reads, _ = reader(row(1, name="a~b"), row(2, name="a~b"))
    assert reads.get(mine, "a%7Eb~2").values["gadget_id"] == 2


def test_a_key_that_is_written_otherwise_is_another_id() -> None:
    mine = entity_view(model(keys={"primary": ["code"]}), "gadget", caller("admin"))
    code = "6f1ac1a4-28d5-4c0e-a9d7-3a3a8f0f7c11"
    reads, _ = reader(row(1, code=code))
    assert reads.get(mine, code).id == code
    with pytest.raises(InstanceUnknown):
        reads.get(mine, code.upper())
