from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import better, told


def test_an_enum_begins_with_unknown_which_is_its_default() -> None:
    right = {"symbols": "UNKNOWN BUILT", "default": "UNKNOWN"}
    assert told("NMK004", "State", NameKind.AVRO_ENUM, **right) == ""
    wrong = {"symbols": "BUILT UNKNOWN", "default": "UNKNOWN"}
    assert "does not begin" in told("NMK004", "State", NameKind.AVRO_ENUM, **wrong)
    without = {"symbols": "UNKNOWN BUILT"}
    assert "as its default" in told("NMK004", "State", NameKind.AVRO_ENUM, **without)
    lower = {"symbols": "UNKNOWN built Failed", "default": "UNKNOWN"}
    assert "built, Failed" in told("NMK004", "State", NameKind.AVRO_ENUM, **lower)


def test_each_kind_has_its_form() -> None:
    assert better("NMK004", "preagg_refresh", NameKind.AVRO_RECORD) == "PreaggRefresh"
    assert better("NMK004", "rangeStart", NameKind.AVRO_FIELD) == "range_start"
    assert told("NMK004", "core.Reporting", NameKind.AVRO_NAMESPACE)
