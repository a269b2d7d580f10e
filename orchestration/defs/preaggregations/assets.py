"""Every pre-aggregation as an asset, and the events that ask for them as one upstream of all."""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from metamodel.kernel.errors import RampartError
from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.rollup import Rollup
from orchestration.defs.failing import explained
from orchestration.defs.preaggregations.checks import check_specs, judge, judge_holes
from orchestration.defs.preaggregations.config import ASSETS_OP, RefreshConfig
from orchestration.defs.preaggregations.evidence import build_metadata, intake_metadata
from orchestration.defs.preaggregations.runs import RefreshRuns
from orchestration.flows.build_preaggregation import PartitionsNotBuilt
from orchestration.flows.platform import Platform
from orchestration.flows.refresh_preaggregations import RefreshReport, refresh_preaggregations

GROUP = "preaggregations"
OWNERS = ["team:data-platform"]
FRESH_WITHIN = timedelta(hours=24)
INTAKE = dg.AssetKey(["kafka", "core_reporting_preagg_refresh"])


def rollup_key(path: str) -> dg.AssetKey:
    """Asset key of `cube.name`."""
    return dg.AssetKey(["preagg", path.replace(".", "_", 1)])


def preaggregation_assets(model: GeneratedModel) -> dg.AssetsDefinition:
    """One subsettable multi-asset: a run materializes what it built, and nothing else."""
    rollups = {rollup_key(rollup.path): rollup for rollup in model.rollups}

    @dg.multi_asset(
        name=ASSETS_OP,
        specs=[_intake_spec(), *(_rollup_spec(rollup, model) for rollup in model.rollups)],
        check_specs=check_specs(INTAKE, rollups),
        can_subset=True,
    )
    def preaggregations(
        context: dg.AssetExecutionContext,
        config: RefreshConfig,
        platform: dg.ResourceParam[Platform],
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        """Takes refresh events in and has Cube build what is dirty and due."""
        selected = tuple(
            rollup.path for key, rollup in rollups.items() if key in context.selected_asset_keys
        )
        request = config.request(platform.topic, selected)
        checks, run_id = context.selected_asset_check_keys, context.run.run_id
        holes = judge_holes(checks, platform, INTAKE, RefreshRuns(context.instance), run_id)
        with explained():
            try:
                report = refresh_preaggregations(request, platform.refresh, run_id=run_id)
            except RampartError:
                yield from holes
                raise
        yield from _results(report, set(rollups))
        yield from judge(checks, platform, INTAKE, rollups, report)
        yield from holes
        _raise_failures(report)

    return preaggregations


def _intake_spec() -> dg.AssetSpec:
    return dg.AssetSpec(
        INTAKE,
        description=(
            "Refresh events that runs have taken in, each offset exactly once. The sensor "
            "`preagg_refresh_sensor` follows the topic; what it could not read is in the "
            "dead-letter topic, with a reason."
        ),
        group_name=GROUP,
        owners=OWNERS,
        kinds={"kafka"},
        skippable=True,
    )


def _rollup_spec(rollup: Rollup, model: GeneratedModel) -> dg.AssetSpec:
    count = len(rollup.partitions()) or 1
    return dg.AssetSpec(
        rollup_key(rollup.path),
        deps=[INTAKE, dg.AssetKey(["cube_model", model.name])],
        description=(
            f"Pre-aggregation `{rollup.path}`: {count} partitions from {rollup.extent.start} to "
            f"{rollup.extent.end}, built by Cube when an event asks for them. Materialize it to "
            "have all its partitions built again by hand."
        ),
        group_name=GROUP,
        owners=OWNERS,
        kinds={"cube", "postgres"},
        tags={"rampart/rollup-fp": rollup.rollup_fp[:16]},
        code_version=rollup.rollup_fp,
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=FRESH_WITHIN * 7),
        skippable=True,
    )


def _results(
    report: RefreshReport, known: set[dg.AssetKey]
) -> Iterator[dg.MaterializeResult[None]]:
    if report.intake and (report.intake.taken or report.intake.losses):
        # One version for ever: events for one rollup must not make the others look out of date.
        yield dg.MaterializeResult(
            asset_key=INTAKE,
            metadata=intake_metadata(report.intake),
            data_version=dg.DataVersion("log"),
        )
    for path in sorted({build.rollup.path for build in report.builds}):
        builds = [item for item in report.builds if item.rollup.path == path and item.built]
        if builds and rollup_key(path) in known:
            yield dg.MaterializeResult(
                asset_key=rollup_key(path), metadata=build_metadata(builds, report.intake)
            )


def _raise_failures(report: RefreshReport) -> None:
    try:
        report.raise_failures()
    except PartitionsNotBuilt as error:
        reasons = {name: dg.MetadataValue.text(why) for name, why in error.failures.items()}
        raise dg.Failure(description=error.explain(), metadata=reasons) from error
