import signal
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from metamodel.compat.diff import diff
from metamodel.model.finding import Finding, Severity
from metamodel.modelgen.generated import GeneratedModel
from ops.cli._watching import follow, show_step, until_asked
from orchestration.flows.watch_model import WatchStep
from orchestration.ports.compiler import CompilerUnavailable
from tests.metamodel.modelgen.shop_model import generated
from tests.metamodel.shop import ORDER, model

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
Output = pytest.CaptureFixture[str]
FAULT = Finding("MEA001", Severity.ERROR, "/a", "it is wrong", "Mend it.", 3, 4, "shop.json")


def shown(step: WatchStep, capsys: Output) -> list[str]:
    show_step(step, NOON, 0.5)
    return capsys.readouterr().out.splitlines()


def test_a_good_save_says_what_changed_and_what_was_compiled(capsys: Output) -> None:
    changes = diff(model(), model({f"/entities/{ORDER}/title": "All"}))
    compiled = frozenset(f"c{number}" for number in range(8))
    step = WatchStep(generated(), "{}", (), changes, compiled, ("cubes/orders.yml",))

    first, change, wrote = shown(step, capsys)
    assert first.startswith(f"12:00:00 {generated().version}: 1 file changed, compiled 8 (c0, c1,")
    assert first.endswith("and 2 more) (0.50 s)")
    assert "entities/order/title" in change
    assert wrote == "  wrote cubes/orders.yml"


def test_a_refused_save_shows_place_and_cure(capsys: Output) -> None:
    first, place, cure = shown(WatchStep(findings=(FAULT,)), capsys)
    assert "what was generated before stays" in first
    assert place.startswith("  shop.json:3:4: error MEA001")
    assert cure.strip() == "Mend it."


def test_a_missing_compiler_proves_nothing(capsys: Output) -> None:
    first, *_ = shown(WatchStep(refused=CompilerUnavailable("no Node")), capsys)
    assert "not proven" in first


def test_what_is_on_disk_already_is_said_to_be(capsys: Output) -> None:
    (line,) = shown(WatchStep(generated()), capsys)
    assert line.endswith("as it is on disk (0.50 s)")


def test_it_looks_at_once_and_after_each_save_and_publishes_each_version_once(
    capsys: Output,
) -> None:
    good, other = WatchStep(generated(), "{}"), WatchStep(generated({"/name": "store"}), "[]")
    steps: Iterator[WatchStep | None] = iter(
        [good, None, WatchStep(findings=(FAULT,)), good, other]
    )
    published: list[tuple[str, str]] = []

    def publish(model: GeneratedModel, document: str) -> None:
        published.append((model.name, document))

    follow(iter([None] * 4), lambda: next(steps), publish, lambda: NOON)

    assert published == [("shop", "{}"), ("store", "[]")]
    assert capsys.readouterr().out.count("12:00:00") == 4


def test_signals_ask_it_to_end_and_mean_what_they_meant_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with until_asked() as stop:
        signal.raise_signal(signal.SIGTERM)
        assert stop.is_set()
    assert signal.getsignal(signal.SIGTERM) is before
