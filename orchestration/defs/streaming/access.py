"""`streaming/access`: every right tried out on the broker, beside what is declared."""

from collections import Counter
from collections.abc import Iterator, Sequence

import dagster as dg

from metamodel.kernel.errors import RampartError
from orchestration.defs.failing import failure
from orchestration.defs.tables import Row, table
from orchestration.flows.prove_access_rights import (
    AccessTrial,
    Cell,
    Outcome,
    prove_access_rights,
)

KEY = dg.AssetKey(["streaming", "access"])
RIGHTS = "rights_as_declared"
WORDS = "Each declared right works and each other one is refused; what was not proven fails."
_CELL = ("outcome", "user", "operation", "kind", "resource", "declared", "broker")


def streaming_access() -> dg.AssetsDefinition:
    """The asset whose materialization tries everything out, and leaves nothing behind."""

    @dg.asset(
        key=KEY,
        group_name="streaming",
        owners=["team:data-platform"],
        kinds={"kafka"},
        description=(
            "The matrix of rights as the broker enforces it: for each user what it may and what it "
            "may not, tried out with its own password (RAMPART_KAFKA_PASSWORDS_DIR)."
        ),
        check_specs=[dg.AssetCheckSpec(RIGHTS, asset=KEY, description=WORDS)],
    )
    def access(
        access_trial: dg.ResourceParam[AccessTrial],
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        try:
            cells = prove_access_rights(access_trial)
        except RampartError as error:
            yield _not_proven(error)
            raise failure(error) from error
        yield dg.MaterializeResult(metadata=_metadata(cells), check_results=[_judge(cells)])

    return access


def _metadata(cells: Sequence[Cell]) -> dict[str, dg.MetadataValue]:
    counts = Counter(cell.outcome for cell in cells)
    allowed = sum(cell.declared for cell in cells)
    return {
        "tried": dg.MetadataValue.int(len(cells)),
        "declared": dg.MetadataValue.int(allowed),
        "forbidden": dg.MetadataValue.int(len(cells) - allowed),
        **{outcome.name.lower(): dg.MetadataValue.int(counts[outcome]) for outcome in Outcome},
        "matrix": dg.MetadataValue.md(_matrix(cells)),
    }


def _judge(cells: Sequence[Cell]) -> dg.AssetCheckResult:
    wrong = [cell for cell in cells if cell.outcome is not Outcome.AS_DECLARED]
    return dg.AssetCheckResult(
        check_name=RIGHTS,
        passed=bool(cells) and not wrong,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"wrong": len(wrong), "wrong_table": table(map(_row, wrong), _CELL)},
    )


def _not_proven(error: RampartError) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=RIGHTS,
        passed=False,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"reason": f"not proven: {error.explain()}"},
    )


def _row(cell: Cell) -> Row:
    tried = cell.attempt
    return {
        "outcome": cell.outcome.value,
        "user": tried.principal,
        "operation": tried.operation.value,
        "kind": tried.resource.value,
        "resource": tried.name,
        "declared": cell.declared,
        "broker": f"{cell.verdict.answer.value} {cell.verdict.reason}".rstrip(),
    }


def _matrix(cells: Sequence[Cell]) -> str:
    """All cells as a table of Markdown: what was refused with the broker's code."""
    lines = ["| user | tried | declared | broker | outcome |", "|---|---|---|---|---|"]
    for cell in cells:
        row = _row(cell)
        tried = f"{row['operation']} {row['kind']} `{row['resource']}`"
        said = "yes" if cell.declared else "no"
        lines.append(f"| {row['user']} | {tried} | {said} | {row['broker']} | {row['outcome']} |")
    return "\n".join(lines)
