"""Generating, compiling and comparing without writing."""

import pytest

from metamodel.model.load import DocumentRefused
from orchestration.flows.check_generation import check_generation, stale_files
from orchestration.flows.prepare_model import RollupMissed
from orchestration.ports.compiler import ModelRefused
from tests.fakes.compiler import FakeCompiler
from tests.fakes.shop_source import shop_model, shop_source
from tests.metamodel.shop import ORDER


def test_a_generation_equal_to_what_is_committed_differs_in_nothing() -> None:
    checked = check_generation(shop_source(), FakeCompiler(), lambda: shop_model().files)

    assert checked.differing == ()
    assert checked.model == shop_model()
    assert set(checked.compilation.plans) == set(checked.model.probes)


def test_missing_superfluous_and_edited_files_are_findings_in_order() -> None:
    generated = {"cubes/a.yml": "a", "cubes/b.yml": "b\nc", "cubes/c.yml": "c"}
    committed = {"cubes/b.yml": "b\nby hand", "cubes/c.yml": "c", "cubes/d.yml": "d"}

    found = stale_files(generated, committed)

    assert list(found) == ["cubes/a.yml", "cubes/b.yml", "cubes/d.yml"]
    assert [item.line for item in found.values()] == [1, 2, 1]
    assert {item.code for item in found.values()} == {"GEN-102"}
    assert found["cubes/b.yml"].path == "cube_models/model/cubes/b.yml"
    assert "not there" in found["cubes/a.yml"].message
    assert "no such file" in found["cubes/d.yml"].message


def test_a_document_with_a_blocking_finding_never_reaches_the_compiler() -> None:
    compiler = FakeCompiler()
    broken = shop_source({f"/entities/{ORDER}/measures/1/expression": "{nothing}"})

    with pytest.raises(DocumentRefused):
        check_generation(broken, compiler, dict)

    assert compiler.compiled == []


def test_what_the_compiler_refuses_is_refused() -> None:
    with pytest.raises(ModelRefused, match="orders: broken"):
        check_generation(shop_source(), FakeCompiler("orders: broken"), dict)


def test_a_rollup_that_its_own_query_misses_is_refused() -> None:
    compiler = FakeCompiler()
    compiler.missed.add("orders.by_day")

    with pytest.raises(RollupMissed, match=r"orders\.by_day"):
        check_generation(shop_source(), compiler, dict)
