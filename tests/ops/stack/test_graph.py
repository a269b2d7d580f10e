"""Order among components."""

import pytest

from ops.stack.errors import ComponentFailed, ComponentUnknown
from ops.stack.graph import closure, reverse, run_in_order

NEEDS = {"web": ("code",), "code": ("init",), "init": (), "cube": ("database",), "database": ()}


def test_what_is_wanted_comes_with_all_it_needs_each_after_its_needs() -> None:
    assert list(closure(NEEDS, ["web"])) == ["init", "code", "web"]


def test_nothing_that_is_not_needed_is_added() -> None:
    assert "database" not in closure(NEEDS, ["web"])


def test_an_unknown_component_is_refused() -> None:
    with pytest.raises(ComponentUnknown, match="nobody"):
        closure(NEEDS, ["nobody"])


def test_a_circle_of_needs_is_refused_with_its_path() -> None:
    with pytest.raises(ComponentUnknown, match="a -> b -> a"):
        closure({"a": ("b",), "b": ("a",)}, ["a"])


def test_stopping_waits_for_those_who_need_it() -> None:
    assert reverse(NEEDS)["init"] == ("code",)
    assert reverse(NEEDS)["web"] == ()


def test_work_runs_after_the_work_it_needs() -> None:
    done: list[str] = []
    assert run_in_order(NEEDS, done.append) == {}
    assert done.index("init") < done.index("code") < done.index("web")
    assert done.index("database") < done.index("cube")


def test_a_failure_fails_its_waiters_by_name_and_nobody_else() -> None:
    done: list[str] = []

    def work(name: str) -> None:
        if name == "init":
            raise ComponentFailed("init", "broke")
        done.append(name)

    failures = run_in_order(NEEDS, work)
    assert list(failures) == ["init", "code", "web"]
    assert "needs init, which failed" in str(failures["code"])
    assert sorted(done) == ["cube", "database"]


def test_an_interrupt_is_told_to_the_running_work_and_goes_on_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cancelled: list[str] = []

    def interrupted(futures: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ops.stack.graph.wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_in_order({"a": ()}, lambda _: None, cancel=lambda: cancelled.append("yes"))
    assert cancelled == ["yes"]
