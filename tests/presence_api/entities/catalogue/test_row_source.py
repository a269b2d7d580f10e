"""Where rows are."""

import pytest

from presence_api.entities.catalogue.row_source import identifier, row_source, stored_column
from tests.presence_api.entities.gadgets import model


def test_a_table_and_what_it_says_of_a_row() -> None:
    entity = model().entities[0]
    found = row_source(entity)
    assert found is not None
    assert found.table == ("public", "gadget")
    assert [column.column for column in found.key] == ["gadget_id"]
    assert found.version == "version"
    assert found.updated_at is not None
    assert found.updated_at.column == "updated_at"


@pytest.mark.parametrize(
    ("table", "parts"),
    [
        ("Gadget", ("gadget",)),
        ('"Gadget"', ("Gadget",)),
        ('"my shop"."a.b"', ("my shop", "a.b")),
    ],
)
def test_names_are_what_sql_makes_of_them(table: str, parts: tuple[str, ...]) -> None:
    found = row_source(model(source={"table": table}).entities[0])
    assert found is not None
    assert found.table == parts


@pytest.mark.parametrize(
    "source",
    [
        {"sql": "SELECT 1 AS gadget_id"},
        {"table": "public.gadget", "dataSource": "warehouse"},
        {"table": "gadget; DROP TABLE gadget"},
        {"table": "gadget, orders"},
        {"table": 'gadget" --'},
    ],
)
def test_what_is_no_table_of_ours_has_no_rows(source: dict[str, str]) -> None:
    assert row_source(model(source=source).entities[0]) is None


def test_a_key_is_never_null() -> None:
    entity = model().entities[0]
    key = entity.attribute("gadget_id")
    assert key is not None
    assert not stored_column(entity, key.model_copy(update={"nullable": True})).nullable


def test_an_entity_without_version_and_time_of_change_has_neither() -> None:
    attributes = [{"name": "gadget_id", "column": "gadget_id", "type": "bigint"}]
    plain = model(attributes=attributes, versioning=None, access=None)
    found = row_source(plain.entities[0])
    assert found is not None
    assert (found.version, found.updated_at) == (None, None)
    assert row_source(model(keys={"primary": ["unicorn"]}).entities[0]) is None


def test_quotes_keep_capitals() -> None:
    assert [identifier(text) for text in ("Abc", '"Abc"')] == ["abc", "Abc"]
