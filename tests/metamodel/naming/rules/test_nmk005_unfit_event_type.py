from tests.metamodel.naming.given import told


def test_irregular_participles_are_in_the_dictionary() -> None:
    assert told("NMK005", "table.built") == ""
    assert told("NMK005", "offset.lost") == ""
    assert told("NMK005", "table.build") == "does not end in a past participle"


def test_a_command_ends_in_a_verb() -> None:
    assert told("NMK005", "preagg.refresh", command="yes") == ""
    assert told("NMK005", "preagg.refreshed", command="yes") == "does not end in a verb"


def test_a_type_has_a_thing_before_what_happened() -> None:
    assert told("NMK005", "updated") == "is not dotted snake_case"
    assert told("NMK005", "order.") == "is not dotted snake_case"
