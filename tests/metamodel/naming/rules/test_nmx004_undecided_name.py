from tests.metamodel.naming.given import told


def test_a_fixed_name_is_named_by_its_record() -> None:
    assert told("NMX004", "SUB", decision="0005-names", recorded="yes") == ""
    found = told("NMX004", "SUB", decision="0005-names", recorded="no")
    assert found == "is not named by docs/decisions/0005-names.md"
