"""`streaming/rotation`: an asset that others make, and the check that judges its report."""

import dagster as dg
import pytest

from orchestration.defs.streaming.rotation import KEY, no_lost_acks, streaming_rotation


def judged(instance: dg.DagsterInstance) -> dg.AssetCheckEvaluation:
    definitions = dg.Definitions(assets=[streaming_rotation()], asset_checks=[no_lost_acks()])
    job = definitions.resolve_implicit_global_asset_job_def()
    (found,) = job.execute_in_process(instance=instance).get_asset_check_evaluations()
    return found


def test_without_a_drill_nothing_is_proven() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        found = judged(instance)
    assert not found.passed
    assert "not proven" in found.metadata


@pytest.mark.parametrize(
    ("acknowledged", "lost", "doubled", "passed"),
    [(10, 0, 0, True), (10, 1, 0, False), (10, 0, 1, False), (0, 0, 0, False)],
)
def test_the_newest_drill_is_judged_by_its_figures(
    acknowledged: int, lost: int, doubled: int, *, passed: bool
) -> None:
    figures = {"acknowledged": acknowledged, "lost": lost, "doubled": doubled, "seconds": 1.0}
    with dg.DagsterInstance.ephemeral() as instance:
        instance.report_runless_asset_event(dg.AssetMaterialization(KEY, metadata=figures))
        assert judged(instance).passed is passed
