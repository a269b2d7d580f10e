from metamodel.model.references import (
    Reference,
    references,
    replace_references,
    split_member,
)


def test_references_are_found_in_order() -> None:
    found = references("{price} * {product.rate} - {CUBE}.raw + {CUBE.tax} || '{3}' || { gap }")
    assert found == (
        Reference(None, "price"),
        Reference("product", "rate"),
        Reference("CUBE", None),
        Reference(None, "tax"),
        Reference(None, "gap"),
    )


def test_each_is_replaced_where_it_stands() -> None:
    assert replace_references("{a} + {b.c}", lambda item: f"<{item.member}>") == "<a> + <c>"


def test_rollups_name_members_without_braces() -> None:
    assert split_member("name") == Reference(None, "name")
    assert split_member("node.name") == Reference("node", "name")


def test_a_reference_prints_as_it_was_written() -> None:
    assert str(Reference("product", "rate")) == "{product.rate}"
    assert str(Reference(None, "rate")) == "{rate}"
