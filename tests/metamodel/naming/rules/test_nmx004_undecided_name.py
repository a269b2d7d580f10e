from tests.metamodel.naming.given import told


def test_a_fixed_name_is_named_by_its_record() -> None:
    facts = {"decision": "0005-names"}
    assert told("NMX004", "SUB", recorded="yes", **facts) == ""
    found = told("NMX004", "SUB", recorded="no", **facts)
    assert found == "is not named by docs/decisions/0005-names.md"
