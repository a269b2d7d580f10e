import pytest

from orchestration.ports.compiler import ModelCompiler, ModelRefused
from tests.fakes.compiler import FakeCompiler


def test_a_refusal_says_every_fault() -> None:
    refused = ModelRefused(("orders.count: unknown", "orders.sum: bad"))

    assert str(refused) == "orders.count: unknown; orders.sum: bad"
    assert not refused.retryable


def test_the_fake_is_a_compiler() -> None:
    compiler: ModelCompiler = FakeCompiler("orders: broken")

    with pytest.raises(ModelRefused, match="orders: broken"):
        compiler.compile({}, {})
