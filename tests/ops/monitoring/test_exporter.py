"""Metrics of the platform, read at each scrape."""

from pathlib import Path

import httpx
import pytest
from prometheus_client import generate_latest

from ops.demo.stage import Stage
from ops.monitoring.exporter import all_parts, registry_of
from ops.monitoring.family import Counter
from tests.architecture.gates_mirror import test_of
from tests.architecture.tree import REPOSITORY
from tests.fakes.sources import FakeSources


def test_every_part_has_a_test_and_says_what_it_shows() -> None:
    parts = all_parts()

    assert len(parts) >= 12
    for part in parts.values():
        file = Path(*part.__module__.split(".")).with_suffix(".py")
        assert (REPOSITORY / test_of(file)).is_file()
        assert part.families


def test_whatever_is_shown_was_declared_and_no_name_is_used_twice() -> None:
    sources = FakeSources()
    sources.platform.publish()
    families = [family for part in all_parts().values() for family in part.families]
    names = [
        family.name.removesuffix("_total") if isinstance(family, Counter) else family.name
        for family in families
    ]
    shown = {metric.name for metric in registry_of(sources.made).collect()}

    assert len(set(names)) == len(names)
    assert shown - {"rampart_scrape_error"} == set(names)


def test_one_part_that_is_blind_hides_no_other() -> None:
    sources = FakeSources()
    sources.log.down = True
    text = generate_latest(registry_of(sources.made)).decode()

    assert 'rampart_scrape_error{part="dead_letters"} 1.0' in text
    assert 'rampart_scrape_error{part="builds"} 0.0' in text
    assert "preagg_events_total 7.0" in text


@pytest.mark.integration
def test_the_stack_serves_them(stack: object) -> None:
    stage = Stage.on(stack)  # type: ignore[arg-type]
    text = httpx.get(stage.stack.environment["RAMPART_METRICS_URL"], timeout=30).text

    assert 'rampart_scrape_error{part="lag"} 0.0' in text
    assert 'rampart_scrape_error{part="backlog"} 0.0' in text
    assert "preagg_backlog_events " in text
