import duckdb

from metamodel.modelgen.plan_key import composite_key
from tests.metamodel.shop import COUNTRY, model

PRIMARY = f"/entities/{COUNTRY}/keys/primary"


def test_a_single_key_needs_no_dimension_of_its_own() -> None:
    assert composite_key(model().entities[COUNTRY]) is None


def test_a_composite_key_is_one_hidden_text() -> None:
    key = composite_key(model({PRIMARY: ["id", "name"]}).entities[COUNTRY])
    assert key is not None
    assert (key.name, key.type, key.primary_key, key.public) == (
        "composite_key",
        "string",
        True,
        False,
    )


def test_different_keys_have_different_texts() -> None:
    key = composite_key(model({PRIMARY: ["name", "id"]}).entities[COUNTRY])
    assert key is not None
    pairs = [("a~1", 1), ("a", 11), ("a~1~", 1), ("a%7E1", 1), ("a1", 1), ("a", 1), ("a~", 11)]
    sql = str(key.sql).replace("{CUBE}.", "")
    rows = ", ".join(f"('{name}', {number})" for name, number in pairs)
    count = f"SELECT count(DISTINCT {sql}) FROM (VALUES {rows}) t(name, id)"
    with duckdb.connect() as connection:
        assert connection.execute(count).fetchall() == [(len(pairs),)]
