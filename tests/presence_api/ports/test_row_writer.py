"""What changes of rows are made of."""

from datetime import UTC, datetime

from presence_api.ports.row_writer import Edit, ValueRefused


def test_an_edit_is_a_value() -> None:
    at_utc = datetime(2026, 1, 1, tzinfo=UTC)
    assert Edit(1, "a", "A", at_utc, ("x",)) == Edit(1, "a", "A", at_utc, ("x",))


def test_what_the_database_does_not_take_is_not_tried_again() -> None:
    assert not ValueRefused("too long").retryable
