"""What everybody who keeps rows of entities promises."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import product
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from presence_api.entities.catalogue.row_source import row_source
from presence_api.entities.search.cursor import Cursors
from presence_api.entities.search.ordering import total_order
from presence_api.entities.search.reader import EntityReader, Row
from presence_api.ports.entity_store import EntityStore, JsonScalar, OrderBy, RowQuery
from presence_api.ports.row_conditions import (
    EVERY_ROW,
    NO_ROW,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    KeyIn,
    StoredColumn,
    Test,
    Value,
    negation,
)
from tests.presence_api.entities.gadgets import MODEL, TENANTS, row, varied, view
from tests.presence_api.entities.requests import searches
from tests.presence_api.injection.nasty import STORABLE, WILDCARDS

_SOURCE = row_source(MODEL.entities[0])
assert _SOURCE is not None
SOURCE = _SOURCE
_VIEW = view("admin")
FULL = row(
    1,
    name='it\'s; -- "odd" %s',
    note="line\nbreak ✓",
    amount="12345678901234567.8900000001",
    weight=0.1,
    size=-5,
    sold=True,
    made="1995-03-15",
    seen="2026-01-01T12:00:00.000001Z",
    stamp="2026-01-01T12:00:00Z",
    opens="09:30:00",
    code="6f1ac1a4-28d5-4c0e-a9d7-3a3a8f0f7c11",
    version=7,
)
SAME: tuple[tuple[str, Value], ...] = (
    ("name", 'it\'s; -- "odd" %s'),
    ("note", "line\nbreak ✓"),
    ("amount", Decimal("12345678901234567.8900000001")),
    ("weight", 0.1),
    ("size", -5),
    ("sold", True),
    ("made", date(1995, 3, 15)),
    ("seen", datetime(2026, 1, 1, 12, 0, 0, 1, tzinfo=UTC)),
    ("stamp", datetime(2026, 1, 1, 12, tzinfo=UTC)),
    ("opens", time(9, 30)),
    ("code", UUID("6f1ac1a4-28d5-4c0e-a9d7-3a3a8f0f7c11")),
)
"""Values of FULL as they are compared with."""
FUZZED_SEARCHES = 150
Stored = dict[str, JsonScalar]


class EntityStoreContract(ABC):
    """Subclass it, set `store`, and write rows."""

    store: EntityStore

    @abstractmethod
    def write(self, *rows: Stored) -> None:
        """These are there as well."""

    def test_a_row_comes_as_json_has_it(self) -> None:
        self.write(FULL)
        columns = tuple(column(name) for name, _ in SAME)
        (found,) = self.store.search(query(columns=columns))
        assert (found.id, found.version, found.updated_at) == ("1", 7, "2026-01-01T00:00:00Z")
        assert dict(found.values) == {name: FULL[name] for name, _ in SAME}

    def test_what_is_null_stays_so(self) -> None:
        self.write(row(1))
        columns = tuple(column(name) for name, _ in SAME)
        (found,) = self.store.search(query(columns=columns))
        assert set(found.values.values()) == {None}

    @pytest.mark.parametrize(("name", "value"), SAME)
    def test_a_value_is_found_and_the_others_are_its_negation(
        self, name: str, value: Value
    ) -> None:
        self.write(FULL, row(2))
        same = Test(column(name), Comparison.IN, (value,))
        assert self.ids(same) == ["1"]
        assert self.ids(negation(same)) == ["2"]
        assert self.ids(Test(column(name), Comparison.IN, (value, value))) == ["1"]

    @pytest.mark.parametrize(
        ("comparison", "found"),
        [
            (Comparison.LT, ["1"]),
            (Comparison.LTE, ["1", "2"]),
            (Comparison.GT, ["3"]),
            (Comparison.GTE, ["2", "3"]),
        ],
    )
    def test_ranges_know_no_null_and_their_negation_does(
        self, comparison: Comparison, found: list[str]
    ) -> None:
        self.write(row(1, size=1), row(2, size=2), row(3, size=3), row(4))
        test = Test(column("size"), comparison, (2,))
        assert self.ids(test) == found
        assert self.ids(negation(test)) == sorted({"1", "2", "3", "4"} - set(found))

    @pytest.mark.parametrize(
        ("comparison", "text", "found"),
        [
            (Comparison.CONTAINS, "%", ["1"]),
            (Comparison.CONTAINS, "_", ["2"]),
            (Comparison.CONTAINS, "\\", ["3"]),
            (Comparison.CONTAINS, "FF", ["1", "2", "3"]),
            (Comparison.STARTS_WITH, "50%", ["1"]),
            (Comparison.ENDS_WITH, "50", ["2"]),
        ],
    )
    def test_parts_of_texts_are_plain_text(
        self, comparison: Comparison, text: str, found: list[str]
    ) -> None:
        names = ("50% off", "off_50", "of\\off", "50 Kg")
        self.write(*(row(number, name=name) for number, name in enumerate(names, 1)))
        assert self.ids(Test(column("name"), comparison, (text,))) == found

    def test_a_nasty_text_is_kept_and_found_literally(self) -> None:
        self.write(*(row(number, note=text) for number, text in enumerate(STORABLE, 1)))
        everything = self.store.search(query(columns=(column("note"),), limit=len(STORABLE)))
        assert tuple(found.values["note"] for found in everything) == STORABLE
        for number, text in enumerate(STORABLE, 1):
            assert self.ids(Test(column("note"), Comparison.IN, (text,))) == [str(number)]
            assert self.ids(KeyIn((column("note"),), ((text,),))) == [str(number)]
            for part in (Comparison.CONTAINS, Comparison.STARTS_WITH, Comparison.ENDS_WITH):
                where = AllOf((Test(column("note"), part, (text,)), _is(number)))
                assert self.ids(where) == [str(number)], (part, text)

    def test_a_wildcard_stands_for_itself(self) -> None:
        self.write(row(1, note="plain"), row(2, note="b"))
        for text in WILDCARDS:
            for part in (Comparison.CONTAINS, Comparison.STARTS_WITH, Comparison.ENDS_WITH):
                assert self.ids(Test(column("note"), part, (text,))) == [], text

    @pytest.mark.parametrize(("name", "value"), SAME)
    def test_keys_of_every_type_find_their_rows(self, name: str, value: Value) -> None:
        self.write(FULL, row(2))
        for columns, key in (
            ((column(name),), (value,)),
            ((column("gadget_id"), column(name)), (1, value)),
        ):
            assert self.ids(KeyIn(columns, (key,))) == ["1"], columns
            assert self.ids(KeyIn(columns, (key,), negated=True)) == ["2"], columns

    def test_many_keys_are_one_condition(self) -> None:
        self.write(*(row(number, size=number % 3) for number in range(1, 8)))
        columns = (column("gadget_id"), column("size"))
        keys = tuple((number, 1) for number in range(1, 6))
        assert self.ids(KeyIn(columns, keys)) == ["1", "4"]
        assert self.ids(KeyIn(columns, keys, negated=True)) == ["2", "3", "5", "6", "7"]
        assert self.ids(KeyIn(columns[:1], ((7,), (2,), (99,)))) == ["2", "7"]
        assert self.ids(KeyIn(columns, ())) == []

    def test_conditions_are_joined(self) -> None:
        self.write(*(row(number, size=number) for number in range(1, 5)))
        small = Test(column("size"), Comparison.LTE, (2,))
        even = Test(column("size"), Comparison.IN, (2, 4))
        assert self.ids(AllOf((small, even))) == ["2"]
        assert self.ids(AnyOf((small, even))) == ["1", "2", "4"]
        assert self.ids(negation(AnyOf((small, even)))) == ["3"]
        assert self.ids(EVERY_ROW) == ["1", "2", "3", "4"]
        assert self.ids(NO_ROW) == []
        assert self.ids(Test(column("note"), Comparison.IS_NULL, negated=True)) == []

    def test_null_is_last_and_in_descending_order_first(self) -> None:
        self.write(row(1), row(2, size=5), row(3, size=-1))
        assert self.ids(EVERY_ROW, OrderBy(column("size"))) == ["3", "2", "1"]
        assert self.ids(EVERY_ROW, OrderBy(column("size"), True)) == ["1", "2", "3"]

    @pytest.mark.parametrize(
        "names", [(), ("gadget_id",), *[(name,) for name, _ in SAME], ("sold", "size", "amount")]
    )
    def test_pages_in_any_order_give_each_row_once(self, names: tuple[str, ...]) -> None:
        self.write(*map(varied, range(40)))
        for downs in product((False, True), repeat=len(names)):
            steps = tuple(
                OrderBy(column(name), down) for name, down in zip(names, downs, strict=True)
            )
            order = total_order(SOURCE, steps)
            whole = [item.id for item in self.store.search(query(order=order))]
            assert sorted(map(int, whole)) == list(range(40))
            assert self.walk(order) == whole

    def test_a_row_is_got_by_its_key(self) -> None:
        self.write(row(1), row(2))
        found = self.store.get(query(where=Test(SOURCE.key[0], Comparison.IN, (2,))))
        assert found is not None
        assert found.id == "2"
        assert self.store.get(query(where=Test(SOURCE.key[0], Comparison.IN, (3,)))) is None

    def test_nobody_sees_anothers_rows_or_what_is_hidden(self) -> None:
        everything = [varied(number) for number in range(150)]
        self.write(*everything)
        reader = EntityReader(self.store, Cursors(b"key"))

        @settings(max_examples=FUZZED_SEARCHES, suppress_health_check=list(HealthCheck))
        @given(st.data(), st.sampled_from(TENANTS), st.sampled_from(GROUPS))
        def fuzz(data: st.DataObject, tenant: str, groups: tuple[str, ...]) -> None:
            mine = view(*groups, tenant=tenant, names=NAMES)
            page = reader.search(mine, data.draw(searches(mine)))
            for found in page.rows:
                assert_theirs(groups, tenant, everything[int(found.id)], found)

        fuzz()

    def ids(self, where: Condition, *steps: OrderBy) -> list[str]:
        asked = query(where=where, order=total_order(SOURCE, steps))
        return [item.id for item in self.store.search(asked)]

    def walk(self, order: tuple[OrderBy, ...]) -> list[str]:
        found: list[str] = []
        after = None
        while page := self.store.search(query(order=order, after=after, limit=7)):
            found += [item.id for item in page]
            after = page[-1].position
        return found


def _is(number: int) -> Condition:
    return Test(column("gadget_id"), Comparison.IN, (number,))


NAMES = ["ada", "cy"]
GROUPS = (("analyst",), ("seller",), ("analyst", "seller"))


def assert_theirs(groups: tuple[str, ...], tenant: str, stored: Stored, found: Row) -> None:
    """It is a row of the caller's, and one of their policies shows each value of this row."""
    assert (stored["tenant_id"], stored["deleted_at"]) == (tenant, None)
    sold = "seller" in groups and stored["name"] in NAMES
    for name, value in found.values.items():
        assert name not in {"margin", "pin", "extra"}
        if name == "email":
            assert value == ("***" if not sold else value)
            assert value in {"***", stored[name]}
        else:
            assert value == stored[name]
            assert "analyst" in groups or (sold and name != "amount")
    assert "analyst" in groups or sold


def column(name: str) -> StoredColumn:
    """A column of the gadgets."""
    return _VIEW.column(name)


def query(
    where: Condition = EVERY_ROW,
    columns: Sequence[StoredColumn] = (),
    order: tuple[OrderBy, ...] = total_order(SOURCE, ()),
    after: tuple[JsonScalar, ...] | None = None,
    limit: int = 100,
) -> RowQuery:
    """A query for gadgets."""
    return RowQuery(SOURCE, tuple(columns), order, where, after, limit)
