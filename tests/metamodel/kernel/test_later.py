from metamodel.kernel.later import Later


def test_it_is_made_once_and_only_when_it_is_asked() -> None:
    made: list[int] = []

    def make() -> dict[str, int]:
        made.append(1)
        return {"a": 1, "b": 2}

    later = Later(make)
    assert made == []
    assert (later["a"], list(later), len(later)) == (1, ["a", "b"], 2)
    assert later == {"a": 1, "b": 2}
    assert made == [1]
