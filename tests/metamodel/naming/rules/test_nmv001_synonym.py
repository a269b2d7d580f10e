from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import better, told


def test_the_better_word_is_written_as_the_old_one_was() -> None:
    assert better("NMV001", "order_qty", NameKind.COLUMN) == "order_quantity"
    assert better("NMV001", "UsrSession", NameKind.CLASS) == "UserSession"
    assert better("NMV001", "RAMPART_USR_FILE", NameKind.ENV_VAR) == "RAMPART_USER_FILE"
    assert better("NMV001", "core.evt.v1", NameKind.TOPIC) == "core.event.v1"


def test_parts_of_words_are_no_words() -> None:
    assert told("NMV001", "discount", NameKind.COLUMN) == ""
    assert told("NMV001", "values", NameKind.COLUMN) == ""


def test_ids_and_pages_are_not_read_as_words() -> None:
    assert told("NMV001", "docs/qty.md", NameKind.DOC_FILE) == ""
