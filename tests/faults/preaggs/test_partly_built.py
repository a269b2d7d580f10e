"""Cube answers short when only some partitions are built; the ledger is what knows."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from metamodel.model.freshness import Freshness
from metamodel.modelgen.rollup import Rollup
from orchestration.flows.assess_rollup import assess_rollups
from orchestration.flows.build_preaggregation import build_preaggregation
from orchestration.flows.find_rollups import ServedRollup, find_rollups, partition_keys
from orchestration.flows.prepare_model import prepare_model
from orchestration.ports.cube import Caller
from orchestration.ports.publications import Publication
from tests.faults.preaggs.documents import (
    ORDERS_ROLLUP,
    Document,
    with_measure,
    with_rollup,
)
from tests.faults.preaggs.figures import BY_MONTH, figures_of, truth
from tests.faults.preaggs.ground import Ground

pytestmark = pytest.mark.faults

PARTITION = "1995-01-01"
SHARED, OTHER = "shared", "other"


def test_cube_answers_short_from_one_partition_and_the_ledger_says_partial(
    ground: Ground,
) -> None:
    with candidate(ground, with_rollup({"partition": "month"}, "1.5.0")) as version:
        rollup = orders_rollup(version)
        ground.platform.build.ledger.register(partition_keys(rollup))
        build(ground, rollup, version)

        answer = ground.platform.build.cube.load(BY_MONTH, Caller(version.version))

        # The trap: an answer without an error, from the rollup, with most months missing.
        assert answer.used_rollups == {ORDERS_ROLLUP}
        months = [month for month, _, _ in figures_of(answer)]
        assert months == ["1995-01"]
        assert len(truth(ground)) > len(months)
        found = next(
            item
            for item in assess_rollups(
                find_rollups(ground.platform.publications), ground.platform.build.ledger
            )
            if item.rollup.rollup_fp == rollup.rollup_fp
        )
        assert (found.freshness, found.servable) == (Freshness.PARTIAL, 1)


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (with_measure("one_more", "1.6.0"), SHARED),
        (with_rollup({"dimensions": ["orderstatus", "tenant_id"]}, "1.7.0"), OTHER),
    ],
    ids=[SHARED, OTHER],
)
def test_rollups_of_one_fingerprint_share_their_tables_but_for_the_suffix(
    ground: Ground, document: Document, kind: str
) -> None:
    mine = orders_rollup(ground.current)
    here = structure(build(ground, mine, ground.current))
    with candidate(ground, document) as version:
        assert version.version != ground.current.version
        theirs = orders_rollup(version)
        ground.platform.build.ledger.register(partition_keys(theirs))
        there = structure(build(ground, theirs, version))

    assert (mine.rollup_fp == theirs.rollup_fp) == (kind == SHARED)
    assert (here == there) == (kind == SHARED)


@contextmanager
def candidate(ground: Ground, document: Document) -> Iterator[Publication]:
    """A version that has a folder and is proposed, and never gets further."""
    source, platform = ground.source_of(document), ground.platform
    model = prepare_model(source, platform.compiler).model
    platform.store.write(model)
    proposed = platform.publications.propose(model, json.loads(source.document))
    try:
        yield proposed
    finally:
        platform.publications.refuse(proposed, "a test")


def orders_rollup(version: Publication) -> Rollup:
    """The rollup of the orders in a version."""
    return next(item for item in version.rollups if item.path == ORDERS_ROLLUP)


def build(ground: Ground, rollup: Rollup, version: Publication) -> str:
    """Build the first partition of a year, asking for it in the words of a version; its table."""
    ledger = ground.platform.build.ledger
    key = next(key for key in partition_keys(rollup) if key.partition == PARTITION)
    ledger.want([key])
    served = ServedRollup(rollup, version.version)
    report = build_preaggregation(served, ground.platform.build, run_id="faults", only=[PARTITION])
    assert [item.partition for item in report.built] == [PARTITION], report
    return report.built[0].table


def structure(table: str) -> str:
    """A table's name without the second it was begun in."""
    return table.rpartition("_")[0]
