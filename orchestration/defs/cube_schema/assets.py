"""The document, its cubes as generated, and the published version, each an asset."""

from collections.abc import Iterator

import dagster as dg

from metamodel.kernel.canonical import fingerprint
from metamodel.modelgen.generated import GeneratedModel
from orchestration.defs.cube_schema.evidence import cube_metadata, disk_metadata, document_metadata
from orchestration.defs.cube_schema.published import published_model
from orchestration.defs.failing import explained
from orchestration.flows.check_generation import CheckedGeneration, check_generation
from orchestration.flows.platform import Platform
from orchestration.flows.prepare_model import ModelSource, lint_document

GROUP = "cube_schema"
OWNERS = ["team:data-platform"]
DISK_EQUALS = "disk_equals_generation"
_Condition = dg.AutomationCondition
_HANDLED = _Condition.newly_requested() | _Condition.newly_updated()
_NEW = _Condition.missing().newly_true().since(_HANDLED) & ~_Condition.in_progress()
WHEN_CHANGED = (_NEW | _Condition.code_version_changed()).with_label(
    "new or changed in the metamodel"
)
"""An entity's cubes alone: a change elsewhere in the document asks for none of the others.

A changed cube is asked for in the very tick that sees it, also while an older run is at work: a
condition that waited would lose what changes together with a materialization.
"""


def schema_assets(source: ModelSource, model: GeneratedModel) -> list[dg.AssetsDefinition]:
    """`metamodel/<name>` -> `cube/<cube>` for each cube -> `cube_model/<name>`."""
    return [
        _document_asset(source, model),
        _cube_assets(source, model),
        published_model(source, model, cube_keys=_cube_keys(model)),
    ]


def document_key(model: GeneratedModel) -> dg.AssetKey:
    """Asset key of the metamodel document."""
    return dg.AssetKey(["metamodel", model.name])


def _cube_keys(model: GeneratedModel) -> dict[str, dg.AssetKey]:
    return {cube: dg.AssetKey(["cube", cube]) for cube in model.cube_fps}


def _document_asset(source: ModelSource, model: GeneratedModel) -> dg.AssetsDefinition:
    @dg.asset(
        key=document_key(model),
        group_name=GROUP,
        owners=OWNERS,
        kinds={"json"},
        code_version=model.spec_version,
        description=f"The metamodel document `{model.name}`, linted: the source of every cube.",
        check_specs=[
            dg.AssetCheckSpec(
                "no_findings", asset=document_key(model), description="Lint finds nothing."
            )
        ],
    )
    def metamodel_document() -> Iterator[dg.MaterializeResult[None]]:
        loaded, findings = lint_document(source)
        blocking = [finding for finding in findings if finding.severity.blocks]
        failing = [finding for finding in findings if finding.severity.fails]
        shown = document_metadata(loaded, findings)
        check = dg.AssetCheckResult(
            check_name="no_findings",
            passed=not failing,
            metadata={key: shown[key] for key in ("findings", "findings_table") if key in shown},
        )
        yield dg.MaterializeResult(
            metadata=shown,
            check_results=[check],
            data_version=dg.DataVersion(fingerprint(source.document)),
        )
        if blocking:
            raise dg.Failure(f"{len(blocking)} findings block; the first: {blocking[0].message}")

    return metamodel_document


def _cube_assets(source: ModelSource, model: GeneratedModel) -> dg.AssetsDefinition:
    keys = _cube_keys(model)

    @dg.multi_asset(
        name="cubes",
        specs=[_cube_spec(cube, key, model) for cube, key in keys.items()],
        check_specs=[
            dg.AssetCheckSpec(
                DISK_EQUALS,
                asset=key,
                description="The committed file is what the metamodel generates, byte for byte.",
            )
            for key in keys.values()
        ],
        can_subset=True,
    )
    def cubes(
        context: dg.AssetExecutionContext, platform: dg.ResourceParam[Platform]
    ) -> Iterator[dg.MaterializeResult[None]]:
        """Render, lint, compile with Cube's own compiler; no effect on Cube."""
        with explained():
            checked = check_generation(source, platform.compiler, platform.committed)
        for cube, key in keys.items():
            if key in context.selected_asset_keys:
                yield _cube_result(cube, key, checked)

    return cubes


def _cube_spec(cube: str, key: dg.AssetKey, model: GeneratedModel) -> dg.AssetSpec:
    return dg.AssetSpec(
        key,
        deps=[document_key(model)],
        group_name=GROUP,
        owners=OWNERS,
        kinds={"cube", "yaml"},
        code_version=model.cube_fps[cube],
        automation_condition=WHEN_CHANGED,
        description=(
            f"Cube `{cube}` as generated: rendered, linted and compiled with Cube's own compiler "
            f"({model.engine} planner). Cube serves it only once the model is published."
        ),
    )


def _cube_result(
    cube: str, key: dg.AssetKey, checked: CheckedGeneration
) -> dg.MaterializeResult[None]:
    path = checked.model.path_of(cube)
    check = dg.AssetCheckResult(
        check_name=DISK_EQUALS,
        asset_key=key,
        passed=path not in checked.differing,
        metadata=disk_metadata(path, checked),
    )
    return dg.MaterializeResult(
        asset_key=key,
        metadata=cube_metadata(cube, checked),
        check_results=[check],
        data_version=dg.DataVersion(checked.model.cube_fps[cube]),
    )
