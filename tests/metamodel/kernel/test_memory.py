from metamodel.kernel.memory import Memory


def test_the_same_parts_are_worked_on_once() -> None:
    memory, made, part = Memory(), [], ["a"]

    def make() -> list[str]:
        made.append(1)
        return [*part, "made"]

    first = memory.recall("key", (part,), make)
    assert memory.recall("key", (part,), make) is first
    assert made == [1]


def test_parts_are_told_apart_by_identity_and_equal_outcomes_stay_one_object() -> None:
    memory = Memory()
    first = memory.recall("key", (["a"],), lambda: ["out"])
    assert memory.recall("key", (["a"],), lambda: ["out"]) is first
    assert memory.recall("key", (["a"],), lambda: ["new"]) == ["new"]
    assert memory.recall("other", (["a"],), lambda: ["else"]) == ["else"]


def test_more_or_fewer_parts_are_other_parts() -> None:
    memory, part = Memory(), "a"
    assert memory.recall("key", (part,), lambda: 1) == 1
    assert memory.recall("key", (part, part), lambda: 2) == 2


def test_an_outcome_may_tell_its_own_parts() -> None:
    memory, parts = Memory(), {"x": object(), "y": object()}

    def look(names: list[str]) -> list[str]:
        return memory.retrace(
            "key", lambda made: tuple(parts[name] for name in made), lambda: names
        )

    assert look(["x"]) == look(["x", "y"]) == ["x"]
    parts["x"] = object()
    assert look(["x", "y"]) == ["x", "y"]


def test_an_equal_value_is_the_one_known_already() -> None:
    memory, value = Memory(), ("a",)
    assert memory.same("key", value) is value
    assert memory.same("key", ("a",)) == value
    assert memory.same("key", ("b",)) == ("b",)
