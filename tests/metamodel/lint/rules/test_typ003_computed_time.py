from tests.metamodel.shop import CUSTOMER, places

PLACE = f"/entities/{CUSTOMER}"
CAST = {"name": "seen_at", "type": "time", "expression": "CAST({updated_at} AS TIMESTAMP)"}


def test_a_column_is_right() -> None:
    assert places("TYP003") == []
    assert places("TYP003", {f"{PLACE}/computed": [CAST]}) == []


def test_a_cast_is_not() -> None:
    edits = {f"{PLACE}/computed": [CAST], f"{PLACE}/time/dimension": "seen_at"}
    assert places("TYP003", edits) == [f"{PLACE}/time/dimension"]
