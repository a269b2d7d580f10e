"""All parts in one scrape."""

import threading
from collections.abc import Sequence
from typing import ClassVar

import pytest
from prometheus_client.core import Metric

from metamodel.kernel.errors import RampartError
from ops.monitoring.family import Family, Gauge
from ops.monitoring.part import Part
from ops.monitoring.scrape import Scrape
from tests.fakes.clock import FakeClock
from tests.fakes.sources import FakeSources

LOOKS = Gauge("rampart_x_records", "How often it was looked at.")


class Away(RampartError):
    """What is looked at is away."""

    code = "TST-901"


class Counting(Part):
    """Shows how often it was looked at."""

    name = "counting"
    families: ClassVar[Sequence[Family]] = (LOOKS,)
    error: Exception | None = None
    looks = 0

    def look(self) -> list[Metric]:
        self.looks += 1
        if self.error is not None:
            raise self.error
        metric = LOOKS.new()
        metric.add_metric([], self.looks)
        return [metric]


class Hanging(Counting):
    """Answers when it is let."""

    name = "hanging"

    def __init__(self) -> None:
        super().__init__(FakeSources().made)
        self.let = threading.Event()
        self.answered = threading.Event()

    def look(self) -> list[Metric]:
        self.let.wait()
        try:
            return super().look()
        finally:
            self.answered.set()


def counting() -> Counting:
    return Counting(FakeSources().made)


def values(scrape: Scrape) -> dict[str, float]:
    samples = (sample for metric in scrape.collect() for sample in metric.samples)
    return {"/".join([item.name, *item.labels.values()]): item.value for item in samples}


def test_each_scrape_looks_again() -> None:
    scrape = Scrape([counting()], FakeClock())

    assert values(scrape) == {"rampart_x_records": 1, "rampart_scrape_error/counting": 0}
    assert values(scrape)["rampart_x_records"] == 2


def test_what_is_dear_is_kept_for_as_long_as_it_says() -> None:
    part, clock = counting(), FakeClock()
    part.every_s = 60  # type: ignore[misc]
    scrape = Scrape([part], clock)

    assert [values(scrape)["rampart_x_records"] for _ in range(3)] == [1, 1, 1]
    clock.advance(60)
    assert values(scrape)["rampart_x_records"] == 2


@pytest.mark.parametrize("error", [Away("x"), ZeroDivisionError()])
def test_what_could_not_be_seen_is_absent_named_and_looked_at_again(error: Exception) -> None:
    part = counting()
    part.every_s = 60  # type: ignore[misc]
    part.error = error
    scrape = Scrape([part], FakeClock())

    assert values(scrape) == {"rampart_scrape_error/counting": 1}
    part.error = None
    assert values(scrape) == {"rampart_x_records": 2, "rampart_scrape_error/counting": 0}


def test_a_part_that_hangs_holds_up_no_other_and_is_not_looked_at_twice_at_once() -> None:
    hanging = Hanging()
    scrape = Scrape([hanging, counting()], FakeClock(), budget_s=0.05)

    assert values(scrape)["rampart_scrape_error/hanging"] == 1
    assert values(scrape)["rampart_x_records"] == 2
    hanging.let.set()
    hanging.answered.wait()
    assert hanging.looks == 1
