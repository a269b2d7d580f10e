from metamodel.model.reserved import (
    reserved_for_cubes,
    reserved_for_members,
    reserved_in_sql,
)


def test_words_of_python_javascript_and_cube_name_no_member() -> None:
    assert {"class", "typeof", "CUBE", "from"} <= reserved_for_members()
    assert not {"name", "type", "comment", "order"} & reserved_for_members()


def test_words_of_sql_name_no_cube() -> None:
    assert {"order", "user", "group"} <= reserved_for_cubes()
    assert "orders" not in reserved_for_cubes()


def test_words_of_javascript_need_no_quotes_in_sql() -> None:
    assert "order" in reserved_in_sql()
    assert "class" not in reserved_in_sql()
