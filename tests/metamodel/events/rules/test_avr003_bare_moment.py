import pytest

from metamodel.events._contract import DATE, TIMESTAMP
from tests.metamodel.events.planted import order, plain, told


@pytest.mark.parametrize(
    "field",
    [plain("ended_at"), plain("ended_on", "string"), plain("begin", doc="When it began, UTC.")],
)
def test_a_moment_without_a_logical_type_is_told(field: dict[str, object]) -> None:
    assert told("AVR003", order(field)) == [
        f"/fields/2: `{field['name']}` is a time or date without a logical type"
    ]


@pytest.mark.parametrize(
    "kind", [TIMESTAMP, DATE, ["null", TIMESTAMP], {"type": "array", "items": DATE}]
)
def test_one_with_a_logical_type_passes(kind: object) -> None:
    assert told("AVR003", order(plain("ended_at", kind), plain("duration_s"))) == []
