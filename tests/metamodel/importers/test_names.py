from hypothesis import given
from hypothesis import strategies as st

from metamodel.importers.names import Taken, key_meaning, member_names, name_everything
from metamodel.model.reserved import reserved_for_members
from tests.metamodel.importers.sources import catalogue, column, table


def test_a_name_that_is_taken_gets_the_next_wanted_and_then_a_number() -> None:
    taken = Taken(["Order"])
    assert [taken.free("order", "sales_order") for _ in range(3)] == [
        "sales_order",
        "sales_order_2",
        "sales_order_3",
    ]


def test_tables_of_one_name_are_told_apart_by_schema_and_the_first_keeps_it() -> None:
    first, second = table("order", schema="a"), table("order", schema="b")
    names = name_everything(catalogue(first, second))
    assert (names.entity(first), names.entity(second)) == ("order", "b_order")


def test_an_entity_may_be_called_by_a_word_of_sql_and_its_cube_not() -> None:
    order = table("order", schema="sales")
    names = name_everything(catalogue(order))
    assert names.entity(order) == "order"
    assert names.cubes["order"] == "sales_order"


def test_reserved_words_and_equal_names_become_other_attributes() -> None:
    made = table("item", "class", "Price", "price", "composite_key", "1st", "日本")
    names = name_everything(catalogue(made))
    given_names = [names.attribute(made, one.name) for one in made.columns]
    assert given_names == [
        "id",
        "item_class",
        "price",
        "item_price",
        "item_composite_key",
        "n_1st",
        "column_7",
    ]


def test_a_keys_columns_say_what_they_lead_to() -> None:
    assert key_meaning(table("order", "bill_to_id"), ["bill_to_id"], "address") == "bill_to"
    place = table("place", "nation_key", "region_key")
    assert key_meaning(place, ["nation_key", "region_key"], "region") == "nation_region"


def test_a_prefix_that_only_tells_tables_apart_says_nothing() -> None:
    made = table("customer", column("c_name", "text"), "c_nationkey", "c_acctbal")
    assert key_meaning(made, ["c_nationkey"], "nation") == "nation"


def test_roles_avoid_entities_and_cubes() -> None:
    names = name_everything(catalogue(table("order"), table("order_buyer"), table("person")))
    assert names.role("order", "buyer", "person") == "order_buyer_person"


def test_long_names_leave_room_for_each_other() -> None:
    made = table("t" * 80, "c" * 80, "d" * 80)
    names = name_everything(catalogue(made))
    cube = names.cubes[names.entity(made)]
    longest = max(len(names.attribute(made, one.name)) for one in made.columns)
    assert len(cube) + len("__") + longest <= 63
    role = names.role(names.entity(made), "boss", names.entity(made))
    assert len(role) + len("__") + longest <= 63


@given(st.lists(st.text(min_size=1, max_size=9), unique=True, max_size=8))
def test_every_column_has_a_name_of_its_own_that_is_not_reserved(columns: list[str]) -> None:
    made = table("item", *(column(name) for name in columns))
    names = name_everything(catalogue(made))
    found = [names.attribute(made, one.name).lower() for one in made.columns]
    assert len(set(found)) == len(found)
    assert not set(found) & reserved_for_members()


def test_further_members_keep_clear_of_attributes() -> None:
    give = member_names("order", ["count"])
    assert give("count", "row_count") == "row_count"
