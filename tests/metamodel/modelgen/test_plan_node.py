from metamodel.modelgen.plan_node import PlanNode


class Grain(PlanNode, frozen=True):
    unsaid = frozenset({"ours"})

    name: str
    else_: str | None = None
    ours: int = 0
    keys: tuple[str, ...] = ()


def test_each_key_comes_with_the_value_at_which_it_is_left_out() -> None:
    found = list(Grain("a", "b", ours=3).keyed())
    assert [(key, item) for (key, _), item in found] == [("name", "a"), ("else", "b"), ("keys", ())]
    assert [default for (_, default), _ in found[1:]] == [None, ()]


def test_equal_pieces_are_equal_and_never_change() -> None:
    assert Grain("a") == Grain("a") != Grain("b")
    assert len({Grain("a"), Grain("a")}) == 1
