"""`cube_model/<name>`: the version that Cube serves."""

from collections.abc import Iterator, Mapping
from functools import partial

import dagster as dg

from metamodel.kernel.errors import RampartError
from metamodel.modelgen.generated import GeneratedModel
from orchestration.defs.cube_schema.changes import change_metadata
from orchestration.defs.failing import explained, failure
from orchestration.defs.tables import Row, table
from orchestration.flows.platform import Platform
from orchestration.flows.prepare_model import ModelSource, prepare_model
from orchestration.flows.publish_model import (
    LandingDiffers,
    PublishReport,
    check_landing,
    publish_model,
)
from orchestration.flows.remove_retired_versions import remove_retired_versions
from orchestration.flows.smoke_model import SmokeOutcome, smoke_model

LANDING, SMOKE, ANNOUNCED = "landing", "smoke", "announced"
_CHECKS = {
    LANDING: "Cube's `/v1/meta` echoes the fingerprint of every cube of this version.",
    SMOKE: "Every cube answers, and every rollup gives the figures that the source gives.",
    ANNOUNCED: "`core.metamodel.published` was delivered.",
}


def published_model(
    source: ModelSource, model: GeneratedModel, *, cube_keys: Mapping[str, dg.AssetKey]
) -> dg.AssetsDefinition:
    """The asset whose materialization publishes."""
    key = dg.AssetKey(["cube_model", model.name])

    @dg.asset(
        key=key,
        deps=list(cube_keys.values()),
        group_name="cube_schema",
        owners=["team:data-platform"],
        kinds={"cube"},
        code_version=model.version,
        description=(
            "The model version that Cube serves. Materializing it publishes: the new version is "
            "put beside the one that serves, built, compared, and only then made current."
        ),
        check_specs=[
            dg.AssetCheckSpec(name, asset=key, description=words) for name, words in _CHECKS.items()
        ],
    )
    def cube_model(
        context: dg.AssetExecutionContext, platform: dg.ResourceParam[Platform]
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        prepare = partial(prepare_model, source, platform.compiler)
        try:
            report = publish_model(model.name, prepare, platform.publish, run_id=context.run.run_id)
        except LandingDiffers as error:
            yield _not_landed(error, model, platform)
            raise failure(error) from error
        except RampartError as error:
            raise failure(error) from error
        yield dg.MaterializeResult(
            metadata=_metadata(report),
            check_results=list(_judge(report, model, platform)),
            data_version=dg.DataVersion(report.publication.version),
        )
        with explained():
            removed = remove_retired_versions(model.name, platform.publish)
        context.log.info("versions removed: %s", ", ".join(removed.removed) or "none")

    return cube_model


def _metadata(report: PublishReport) -> dict[str, dg.MetadataValue]:
    previous = report.previous.version if report.previous else "none"
    return {
        "version": dg.MetadataValue.text(report.publication.version),
        "previous_version": dg.MetadataValue.text(previous),
        "publication": dg.MetadataValue.int(report.publication.seq),
        "spec_version": dg.MetadataValue.text(report.publication.spec_version),
        "changed": dg.MetadataValue.bool(report.changed),
        "partitions_built": dg.MetadataValue.int(report.built_partitions),
        "rows_built": dg.MetadataValue.int(report.built_rows),
        "cubes": dg.MetadataValue.int(len(report.publication.cube_fps)),
        **change_metadata(report.evidence),
    }


def _judge(
    report: PublishReport, model: GeneratedModel, platform: Platform
) -> Iterator[dg.AssetCheckResult]:
    yield _landing(report, platform)
    outcomes = smoke_model(model, report.publication.version, platform.build.cube)
    wrong = [item for item in outcomes if not item.passed]
    yield dg.AssetCheckResult(
        check_name=SMOKE,
        passed=not wrong,
        metadata={
            "queries": len(outcomes),
            "wrong": ", ".join(f"{item.name}: {item.words}" for item in wrong) or "none",
            **({"wrong_table": table(map(_outcome, wrong), _OUTCOME_COLUMNS)} if wrong else {}),
        },
    )
    yield dg.AssetCheckResult(
        check_name=ANNOUNCED,
        passed=report.publication.announced,
        severity=dg.AssetCheckSeverity.WARN,
    )


_OUTCOME_COLUMNS = ("question", "outcome", "reason")


def _outcome(item: SmokeOutcome) -> Row:
    outcome = "passed" if item.passed else "wrong" if item.proven else "not proven"
    return {"question": item.name, "outcome": outcome, "reason": item.words}


def _landing(report: PublishReport, platform: Platform) -> dg.AssetCheckResult:
    try:
        check_landing(report.publication, platform.publish)
    except LandingDiffers as error:
        return _differs(error)
    except RampartError as error:
        return dg.AssetCheckResult(
            check_name=LANDING, passed=False, metadata={"reason": error.explain()}
        )
    return dg.AssetCheckResult(check_name=LANDING, passed=True)


def _not_landed(
    error: LandingDiffers, model: GeneratedModel, platform: Platform
) -> dg.AssetCheckResult:
    """The candidate was refused before it could serve: who serves instead."""
    current = platform.publications.current(model.name)
    serving = current.version if current else "nothing: no version was ever published"
    return _differs(error, serving=serving)


def _differs(error: LandingDiffers, **more: str) -> dg.AssetCheckResult:
    rows = ({"cube": cube, "version": error.version} for cube in error.cubes)
    return dg.AssetCheckResult(
        check_name=LANDING,
        passed=False,
        metadata={
            "reason": error.explain(),
            "cubes_table": table(rows, ("cube", "version")),
            **more,
        },
    )
