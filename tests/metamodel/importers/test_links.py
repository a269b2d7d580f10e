from metamodel.importers.catalogue import Table
from metamodel.importers.links import Link, find_links
from metamodel.importers.names import name_everything
from metamodel.importers.report import Undecided
from metamodel.model.attribute import MemberType
from metamodel.model.relation import RelationCardinality
from tests.metamodel.importers.sources import catalogue, column, key, table


def links(*tables: Table, without: str = "") -> tuple[list[Link], list[Undecided]]:
    """Links between tables that are all drafted, but for one attribute or entity."""
    source = catalogue(*tables)
    names = name_everything(source)
    drafted = {
        names.entity(item): {
            one.name: MemberType.STRING if one.source_type == "text" else MemberType.NUMBER
            for one in item.columns
            if one.name != without
        }
        for item in tables
        if item.name != without
    }
    return find_links(source, names, drafted)


ORDER = table("order", "buyer_id", foreign_keys=(key("buyer_id", "buyer"),))
BUYER = table("buyer")


def test_a_foreign_key_is_a_link_of_many_to_one() -> None:
    ((link,), undecided) = links(ORDER, BUYER)
    assert (link.origin, link.target, link.on) == ("order", "buyer", (("buyer_id", "id"),))
    assert link.cardinality is RelationCardinality.MANY_TO_ONE
    assert undecided == []


def test_a_foreign_key_of_unique_columns_is_one_to_one() -> None:
    passport = table(
        "passport", "buyer_id", unique=(("buyer_id",),), foreign_keys=(key("buyer_id", "buyer"),)
    )
    ((link,), _) = links(passport, BUYER)
    assert link.cardinality is RelationCardinality.ONE_TO_ONE


def test_a_foreign_key_declared_twice_is_one_link() -> None:
    twice = table("order", "buyer_id", foreign_keys=ORDER.foreign_keys * 2)
    assert len(links(twice, BUYER)[0]) == 1


def test_a_foreign_key_to_what_is_not_imported_is_told() -> None:
    for undecided in (links(ORDER)[1], links(ORDER, BUYER, without="buyer")[1]):
        (item,) = undecided
        assert item.place == "public.order(buyer_id)"
        assert "public.buyer, which is not imported" in item.reason
        assert "`public`" in item.cure


def test_a_foreign_key_of_a_table_that_is_left_out_is_no_matter() -> None:
    assert links(ORDER, BUYER, without="order") == ([], [])


def test_a_target_that_is_no_key_is_told() -> None:
    keyless = table("buyer", primary_key=())
    ((), (item,)) = links(ORDER, keyless)
    assert "not known to be a key" in item.reason


def test_a_second_key_of_one_column_will_do() -> None:
    by_mail = table("order", "mail", foreign_keys=(key("mail", "buyer", "mail"),))
    ((link,), _) = links(by_mail, table("buyer", "mail", unique=(("mail",),)))
    assert link.on == (("mail", "mail"),)


def test_a_second_key_of_several_columns_is_told() -> None:
    pair = table("order", "a", "b", foreign_keys=(key("a b", "buyer", "a b"),))
    ((), (item,)) = links(pair, table("buyer", "a", "b", unique=(("a", "b"),)))
    assert "second key" in item.reason


def test_a_join_over_a_column_without_a_type_is_told() -> None:
    ((), (item,)) = links(ORDER, BUYER, without="buyer_id")
    assert "no attribute" in item.reason


def test_a_join_of_columns_of_different_kinds_is_told() -> None:
    text = table("order", column("buyer_id", "text"), foreign_keys=ORDER.foreign_keys)
    ((), (item,)) = links(text, BUYER)
    assert "different kinds" in item.reason
