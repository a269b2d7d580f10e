"""TPC-H's generator and its published answers."""

import importlib.util
from importlib.machinery import ModuleSpec

import pytest

from ops.tpch.errors import GeneratorMissing, NoPublishedAnswers
from ops.tpch.generator import answers, generator


def test_all_22_answers_are_published_as_rows_of_texts() -> None:
    found = answers(0.01)
    assert sorted(found) == list(range(1, 23))
    assert found[6] == (("1193053.2253",),)
    assert len(found[1]) == 4
    assert found[1][0][:3] == ("A", "F", "380456")


def test_a_scale_without_published_answers_is_refused() -> None:
    with pytest.raises(NoPublishedAnswers):
        answers(0.5)


def test_the_same_rows_come_out_each_time() -> None:
    sums = []
    for _ in range(2):
        with generator() as source:
            source.execute("CALL dbgen(sf = 0.001)")
            sums.append(
                source.execute("SELECT count(*), sum(hash(o_orderkey)) FROM orders").fetchone()
            )
    assert sums[0] == sums[1]


@pytest.mark.parametrize("origin", [None, "/nowhere/__init__.py"])
def test_a_missing_extension_is_named(origin: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = ModuleSpec("duckdb_extension_tpch", None, origin=origin)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: spec)
    with pytest.raises(GeneratorMissing), generator():
        pass
