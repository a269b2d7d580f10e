from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import told


def test_a_word_nobody_approved_is_told_with_those_near_to_it() -> None:
    found = told("NMV003", "rampart_partitionz", NameKind.METRIC)
    assert found.startswith("says `partitionz`, which is not approved; near to it: partition")


def test_numbers_of_versions_and_plurals_are_known() -> None:
    assert told("NMV003", "core.reporting.preagg.refresh.v12") == ""
    assert told("NMV003", "preagg_partitions", NameKind.METRIC) == ""


def test_the_words_of_a_document_are_its_owners() -> None:
    assert told("NMV003", "gizmo", NameKind.ENTITY) == ""
