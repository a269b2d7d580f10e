"""Documents that somebody could have written: lint finds nothing, and Cube takes them."""

import pytest

from metamodel.lint.runner import lint
from metamodel.model.finding import Severity
from orchestration.adapters.compiler_node import NodeCompiler
from tests.golden.real_models import FILES, generated_model, real_model
from tests.golden.tpch_model import CUBE_MODELS


@pytest.mark.parametrize("name", sorted(FILES))
def test_nothing_is_found_that_is_not_there(name: str) -> None:
    findings = lint(real_model(name))
    assert [item.text for item in findings if item.severity is not Severity.INFO] == []


@pytest.mark.node
@pytest.mark.parametrize("name", ["chinook", "sakila"])
def test_cubes_own_compiler_takes_them(name: str) -> None:
    made = generated_model(name)
    compilation = NodeCompiler(CUBE_MODELS / "server").compile(made.files, made.probes)
    assert {cube["name"] for cube in compilation.meta} >= set(made.cube_fps)
