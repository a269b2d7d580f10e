"""From a document's text to a model that may be published."""

import pytest

from metamodel.model.load import DocumentRefused
from orchestration.flows.prepare_model import (
    ModelSource,
    RollupMissed,
    generate_model,
    lint_document,
    outline_model,
    prepare_model,
)
from orchestration.ports.compiler import ModelRefused
from tests.fakes.compiler import FakeCompiler
from tests.fakes.shop_source import shop_source
from tests.metamodel.shop import GONE, ORDER, shop

UNKNOWN = {f"/entities/{ORDER}/measures/1/expression": "{nothing}"}


def test_the_name_is_the_documents() -> None:
    assert shop_source().name == "shop"


@pytest.mark.parametrize("text", ["", "[]", '{"name": "shop"}'])
def test_a_text_that_is_no_metamodel_has_no_name(text: str) -> None:
    with pytest.raises(DocumentRefused):
        _ = ModelSource("shop.json", text, {}, {}, "engine").name


def test_lint_never_raises_for_what_the_document_says() -> None:
    loaded, findings = lint_document(shop_source({"/name": GONE}))

    assert loaded.model is None
    assert [item.pointer for item in findings] == ["/name"]


def test_a_blocking_finding_forbids_generating_but_not_outlining() -> None:
    broken = shop_source({"/entities/0/time": GONE})  # TIM001

    with pytest.raises(DocumentRefused) as caught:
        generate_model(broken)

    assert {item.code for item in caught.value.findings} == {"TIM001"}
    assert "cubes/countries.yml" in outline_model(broken).files


def test_a_prepared_model_carries_its_document() -> None:
    prepared = prepare_model(shop_source(), FakeCompiler())

    assert prepared.document == shop()
    assert prepared.model == generate_model(shop_source())


def test_every_probe_is_planned_on_every_file() -> None:
    compiler = FakeCompiler()

    prepared = prepare_model(shop_source(), compiler)

    assert compiler.compiled == [prepared.model.files]
    assert "orders.by_day" in prepared.model.probes


def test_nothing_is_prepared_from_a_model_that_lint_compiler_or_planner_refuses() -> None:
    missing = FakeCompiler()
    missing.missed.add("orders.by_day")

    with pytest.raises(DocumentRefused):
        prepare_model(shop_source(UNKNOWN), FakeCompiler())
    with pytest.raises(ModelRefused):
        prepare_model(shop_source(), FakeCompiler("orders: broken"))
    with pytest.raises(RollupMissed):
        prepare_model(shop_source(), missing)
