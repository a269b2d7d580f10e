import pytest

from metamodel.modelgen.block import as_block, emitted
from metamodel.modelgen.plan_node import PlanNode


class Grain(PlanNode, frozen=True):
    unsaid = frozenset({"ours"})

    name: str
    else_: str | None = None
    ours: int = 0
    keys: tuple[str, ...] = ()


def test_a_field_is_a_key_unless_it_is_ours_or_at_its_default() -> None:
    assert emitted(Grain("a", "b", ours=3)) == {"name": "a", "else": "b"}
    assert as_block([Grain("a", ours=3, keys=("x",))], 0) == "- name: a\n  keys:\n    - x\n"


def test_equal_pieces_are_equal_and_never_change() -> None:
    grain = Grain("a")
    assert grain == Grain("a") != Grain("b")
    assert len({grain, Grain("a")}) == 1
    with pytest.raises(AttributeError):
        grain.name = "b"  # type: ignore[misc]
