from tests.metamodel.importers.sources import catalogue, table


def test_a_superset_of_a_key_is_a_key() -> None:
    made = table("line", "order_id", "number", primary_key=("order_id", "number"))
    assert made.is_key(("number", "order_id", "id"))
    assert not made.is_key(("order_id",))


def test_a_table_without_keys_has_none() -> None:
    assert not table("log", "line", primary_key=()).is_key(("line",))


def test_what_is_unique_is_a_key_too() -> None:
    assert table("user", "email", unique=(("email",),)).is_key(("email",))


def test_tables_are_found_by_schema_and_name() -> None:
    user = table("user")
    assert catalogue(user).table("public", "user") is user
    assert catalogue(user).table("sales", "user") is None


def test_columns_are_found_by_their_exact_name() -> None:
    assert table("user", "Email").column("Email")
    assert table("user", "Email").column("email") is None
