from metamodel.naming.names import CollectedName, NameKind
from tests.metamodel.naming.given import judged, told


def test_each_kind_has_its_form() -> None:
    assert told("NMT002", "NAM001") == ""
    assert told("NMT002", "STR-04", NameKind.CHECK_ID) == ""
    assert told("NMT002", "STACK-001", NameKind.ERROR_CODE) == ""
    assert told("NMT002", "STR-04")
    assert told("NMT002", "STR-004", NameKind.CHECK_ID)
    assert told("NMT002", "STR-04", NameKind.ERROR_CODE)


def test_an_id_is_used_once() -> None:
    names = [CollectedName(NameKind.RULE_ID, "NAM001", path) for path in ("a.py", "b.py")]
    assert [item.message for item in judged("NMT002", *names)] == ["is used twice"] * 2
    assert judged("NMT002", names[0], CollectedName(NameKind.RULE_ID, "NAM002")) == []
