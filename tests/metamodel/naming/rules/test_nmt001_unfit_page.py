from tests.metamodel.naming.given import better, told


def test_the_better_path_keeps_folder_and_endings() -> None:
    assert better("NMT001", "docs/images/dagster_lineage.png") == "docs/images/dagster-lineage.png"
    found = better("NMT001", "docs/reference/metamodelTypes.schema.json")
    assert found == "docs/reference/metamodel-types.schema.json"


def test_records_have_a_number_and_a_title() -> None:
    assert told("NMT001", "docs/decisions/0001-why.md") == ""
    assert told("NMT001", "docs/decisions/why.md") == "is not `NNNN-title.md`"


def test_guides_are_fixed_each_by_its_name() -> None:
    assert told("NMT001", "docs/NAMING_GUIDE.md") == ""
    assert told("NMT001", "docs/OTHER_GUIDE.md") == "is not kebab-case"
