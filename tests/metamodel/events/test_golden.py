"""Golden events and what later schemas make of them."""

from dataclasses import replace

from metamodel.events._contract import DATE, optional
from metamodel.events._golden import fault_of, golden_event
from tests.metamodel.events.planted import order, plain, release_of

RELEASE = release_of(order(plain(), plain("ended_on", DATE)))


def test_the_same_schema_gives_the_same_bytes() -> None:
    assert golden_event(RELEASE.schema) == RELEASE.golden


def test_a_later_schema_reads_it_with_the_defaults_of_what_it_added() -> None:
    later = order(plain(), plain("ended_on", DATE), optional("note", "string", "A note."))

    assert fault_of(RELEASE, later) is None


def test_a_renamed_field_is_read_by_its_alias() -> None:
    renamed = order(plain("row_count", aliases=["rows"]), plain("ended_on", DATE))

    assert fault_of(RELEASE, renamed) is None


def test_a_value_that_has_become_another_type_is_a_fault() -> None:
    as_text = order(plain(), plain("ended_on", "string"))

    assert str(fault_of(RELEASE, as_text)).startswith("SchemaResolutionError")


def test_bytes_that_are_too_many_or_too_few_are_a_fault() -> None:
    longer = replace(RELEASE.golden, record=RELEASE.golden.record + b"\x00")
    shorter = replace(RELEASE.golden, record=RELEASE.golden.record[:-3])

    assert fault_of(replace(RELEASE, golden=longer), RELEASE.schema) == "bytes are left over"
    assert fault_of(replace(RELEASE, golden=shorter), RELEASE.schema)


def test_another_value_than_was_written_is_a_fault() -> None:
    payload = {**RELEASE.golden.payload, "rows": 8}

    changed = replace(RELEASE, golden=replace(RELEASE.golden, payload=payload))

    assert fault_of(changed, RELEASE.schema) == "another rows"
