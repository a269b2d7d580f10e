"""Queries with known answers, put to a model that Cube serves."""

from collections.abc import Callable, Mapping, Sequence

from metamodel.kernel.errors import RampartError
from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.smoke import SmokeQuery, compare_rows
from orchestration.flows.smoke_model import UNCACHED, SmokeOutcome, unanswered
from orchestration.ports.cube import Caller, Cube
from orchestration.ports.warehouse import Warehouse

Expected = Callable[[SmokeQuery], Sequence[Sequence[object]]]
MOST_DIFFERENCES = 3


def smoke_answers(
    queries: Sequence[SmokeQuery], cube: Cube, caller: Caller, expected: Expected
) -> tuple[SmokeOutcome, ...]:
    """Each query's answer against what `expected` says; errors of Cube are outcomes too."""
    return tuple(_outcome(query, cube, caller, expected) for query in queries)


def tenant_truth(
    warehouse: Warehouse, narrowed: Mapping[str, tuple[str, str]] | None = None
) -> Expected:
    """The answer of plain SQL, on one tenant's rows or on all."""
    return lambda query: warehouse.rows(query.tenant_sql, narrowed)


def narrowed_tables(model: Metamodel, tenant: str) -> dict[str, tuple[str, str]]:
    """For each tenant-owned table of a metamodel: its tenancy column, and the tenant."""
    narrowed = {}
    for entity in model.entities:
        tenancy = entity.tenancy
        if tenancy.attribute is None or entity.source.table is None:
            continue
        column = next(item.column for item in entity.attributes if item.name == tenancy.attribute)
        narrowed[entity.source.table.rpartition(".")[2]] = (column, tenant)
    return narrowed


def _outcome(query: SmokeQuery, cube: Cube, caller: Caller, expected: Expected) -> SmokeOutcome:
    try:
        answer = cube.load({**query.query, **UNCACHED}, caller)
        differences = compare_rows(expected(query), answer.rows, query.columns)
    except RampartError as error:
        return unanswered(query.name, error)
    words = "; ".join(str(item) for item in differences[:MOST_DIFFERENCES])
    return SmokeOutcome(query.name, words)
