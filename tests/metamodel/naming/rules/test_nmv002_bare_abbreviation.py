from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import told


def test_a_word_without_a_vowel_needs_an_explanation() -> None:
    assert "`cstmr`" in told("NMV002", "cstmr_id", NameKind.COLUMN)
    assert told("NMV002", "customer_id", NameKind.COLUMN) == ""
    assert told("NMV002", "sql_text", NameKind.COLUMN) == ""


def test_single_letters_numbers_and_codes_of_rules_are_no_abbreviations() -> None:
    for name in ("duration_s", "v1", "part_2", "nmv002_bare"):
        assert told("NMV002", name, NameKind.MODULE) == ""


def test_a_synonym_is_the_business_of_its_own_rule() -> None:
    assert told("NMV002", "order_qty", NameKind.COLUMN) == ""
