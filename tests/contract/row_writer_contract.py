"""What everybody who changes rows of entities promises."""

from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from presence_api.entities.instance import key_is
from presence_api.entities.search.ordering import total_order
from presence_api.ports.entity_store import JsonScalar, RowQuery, StoredRow
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.outbox import OutgoingEvent
from presence_api.ports.row_conditions import (
    NO_ROW,
    Comparison,
    Condition,
    StoredColumn,
    Test,
    Value,
)
from presence_api.ports.row_writer import (
    Edit,
    KeyReused,
    RepeatableRequest,
    RowTransaction,
    RowWriter,
    ValueRefused,
)
from presence_api.ports.write_guard import FenceOvertaken, LockTokenRefused
from tests.contract.write_guard_contract import token
from tests.presence_api.entities.gadgets import row, view
from tests.presence_api.injection.nasty import STORABLE

ADDRESS = LockAddress("acme", "gadget", "1")
EVENT = OutgoingEvent("entity.lifecycle.v1", "acme:gadget:1", b"x", {"ce_id": "1"})
EDIT = Edit(2, "anna", "Anna", datetime(2026, 1, 2, tzinfo=UTC), ("name",))
VIEW = view("admin")
KEY = key_is(VIEW, "1")
REQUEST = RepeatableRequest("acme", "anna", "k", "f")
NAME, AMOUNT, MADE, SIZE = (VIEW.column(name) for name in ("name", "amount", "made", "size"))
COLUMNS = (NAME, AMOUNT, MADE, SIZE)


class Undone(Exception):
    """Ends a transaction badly."""


def query(where: Condition = KEY) -> RowQuery:
    return RowQuery(VIEW.source, COLUMNS, total_order(VIEW.source, ()), where, limit=1)


class RowWriterContract(ABC):
    """Subclass it, set `writer`, write rows, and say what there is afterwards."""

    writer: RowWriter

    @abstractmethod
    def write(self, *rows: dict[str, JsonScalar]) -> None:
        """These are there as well."""

    @abstractmethod
    def change_until(self, address: LockAddress, ends_at: float) -> None:
        """Somebody changes that instance until then."""

    @abstractmethod
    def waiting_events(self) -> list[OutgoingEvent]:
        """What the outbox holds."""

    @pytest.fixture(autouse=True)
    def _rows(self, _writer: None) -> None:
        self.write(row(1, name="ada", amount="1.5000000000", size=3), row(2, name="bob"))

    def locked(self, transaction: RowTransaction) -> StoredRow:
        found = transaction.lock(query())
        assert found is not None
        return found

    def test_a_row_is_locked_as_it_is_and_what_is_not_meant_is_not_there(self) -> None:
        with self.writer.begin() as transaction:
            found = self.locked(transaction)
            assert (found.id, found.version, found.values["name"]) == ("1", 1, "ada")
            assert transaction.lock(query(NO_ROW)) is None

    def test_a_change_raises_the_version_and_is_there_afterwards(self) -> None:
        values: dict[StoredColumn, Value | None] = {
            NAME: "eve",
            AMOUNT: Decimal("2.25"),
            MADE: date(2026, 5, 6),
            SIZE: None,
        }
        with self.writer.begin() as transaction:
            before = self.locked(transaction)
            after = transaction.write(query(), KEY, values)
        assert after.version == 2
        assert after.updated_at != before.updated_at
        assert Decimal(str(after.values["amount"])) == Decimal("2.25")
        assert (after.values["name"], after.values["made"]) == ("eve", "2026-05-06")
        with self.writer.begin() as transaction:
            again = self.locked(transaction)
            assert (again.version, again.values["size"]) == (2, None)
            other = transaction.lock(query(key_is(VIEW, "2")))
            assert other is not None
            assert other.version == 1

    def test_a_nasty_text_is_written_and_found_literally(self) -> None:
        for text in STORABLE:
            with self.writer.begin() as transaction:
                assert transaction.write(query(), KEY, {NAME: text}).values["name"] == text
                transaction.record(ADDRESS, replace(EDIT, user=text, name=text))
                edit = transaction.last_edit(ADDRESS)
                found = transaction.lock(query(Test(NAME, Comparison.IN, (text,))))
            assert edit is not None
            assert (edit.user, edit.name) == (text, text)
            assert found is not None
            assert found.id == "1"
        with self.writer.begin() as transaction:
            other = transaction.lock(query(key_is(VIEW, "2")))
            assert other is not None
            assert (other.version, other.values["name"]) == (1, "bob")

    def test_a_row_that_leaves_what_may_be_seen_is_given_back_all_the_same(self) -> None:
        with self.writer.begin() as transaction:
            after = transaction.write(query(NO_ROW), KEY, {NAME: "eve"})
        assert after.values["name"] == "eve"

    def test_what_there_is_no_room_for_is_refused(self) -> None:
        with pytest.raises(ValueRefused), self.writer.begin() as transaction:
            transaction.write(query(), KEY, {SIZE: 2**40})

    def test_all_of_it_is_done_or_nothing(self) -> None:
        def everything(transaction: RowTransaction) -> None:
            transaction.admit(ADDRESS, "anna", token(ADDRESS, 7))
            transaction.write(query(), KEY, {NAME: "eve"})
            transaction.record(ADDRESS, EDIT)
            transaction.tell([EVENT])

        with suppress(Undone), self.writer.begin() as transaction:
            everything(transaction)
            raise Undone
        with self.writer.begin() as transaction:
            assert self.locked(transaction).version == 1
            assert transaction.last_edit(ADDRESS) is None
            assert transaction.admit(ADDRESS, "anna", token(ADDRESS, 3)) == 3
        assert self.waiting_events() == []
        with self.writer.begin() as transaction:
            everything(transaction)
        with self.writer.begin() as transaction:
            assert self.locked(transaction).version == 2
            assert transaction.last_edit(ADDRESS) == EDIT
        assert self.waiting_events() == [EVENT]

    def test_a_newer_edit_takes_the_place_of_the_older(self) -> None:
        newer = Edit(3, "ben", "Ben", datetime(2026, 1, 3, tzinfo=UTC), ())
        for edit in (EDIT, newer):
            with self.writer.begin() as transaction:
                transaction.record(ADDRESS, edit)
        with self.writer.begin() as transaction:
            assert transaction.last_edit(ADDRESS) == newer
            assert transaction.last_edit(LockAddress(None, "gadget", "1")) is None

    def test_a_request_is_done_once_and_is_told_what_it_made(self) -> None:
        with self.writer.begin() as transaction:
            assert transaction.done(REQUEST) is None
            transaction.keep(REQUEST, 2)
        with self.writer.begin() as transaction:
            assert transaction.done(REQUEST) == 2
            assert transaction.done(replace(REQUEST, user="ben")) is None
            assert transaction.done(replace(REQUEST, tenant="globex")) is None
            with pytest.raises(KeyReused):
                transaction.done(replace(REQUEST, fingerprint="g"))
        with pytest.raises(KeyReused), self.writer.begin() as transaction:
            transaction.keep(replace(REQUEST, fingerprint="g"), 3)

    def test_what_is_undone_was_not_done(self) -> None:
        with suppress(Undone), self.writer.begin() as transaction:
            transaction.keep(REQUEST, 2)
            raise Undone
        with self.writer.begin() as transaction:
            assert transaction.done(REQUEST) is None

    def test_a_refused_token_leaves_the_transaction_as_it_is(self) -> None:
        with self.writer.begin() as transaction:
            transaction.admit(ADDRESS, "anna", token(ADDRESS, 7))
        with self.writer.begin() as transaction:
            with pytest.raises(LockTokenRefused):
                transaction.admit(ADDRESS, "anna", "nonsense")
            with pytest.raises(FenceOvertaken):
                transaction.admit(ADDRESS, "anna", token(ADDRESS, 6))
            assert self.locked(transaction).version == 1

    def test_what_is_being_changed_is_told_with_its_end(self) -> None:
        ends_at = datetime.now(UTC).timestamp() + 60
        self.change_until(ADDRESS, ends_at)
        with self.writer.begin() as transaction:
            assert transaction.changing_until(ADDRESS) == pytest.approx(ends_at, abs=0.01)
            assert transaction.changing_until(LockAddress("globex", "gadget", "1")) is None
