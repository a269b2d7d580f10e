from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import better, told


def test_tables_are_singular_and_columns_may_be_many() -> None:
    assert better("NMS001", "preagg_partitions") == "preagg_partition"
    assert told("NMS001", "rows", NameKind.COLUMN) == ""


def test_reserved_words_need_quotes_and_are_none() -> None:
    assert told("NMS001", "order") == "is a reserved word"
    assert told("NMS001", "user", NameKind.COLUMN) == "is a reserved word"


def test_postgres_keeps_63_bytes() -> None:
    assert told("NMS001", "a" * 63) == ""
    assert "63 bytes" in told("NMS001", "a" * 64)
