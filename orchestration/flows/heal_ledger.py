"""Compare the ledger with the tables that are really there."""

from dataclasses import dataclass

from orchestration.flows.find_rollups import RollupCatalogue
from orchestration.ports.ledger import Ledger, PartitionState
from orchestration.ports.rollup_tables import RollupTables


@dataclass(frozen=True, slots=True)
class HealReport:
    """What was looked at, and whose tables were gone."""

    looked_at: int
    gone: tuple[PartitionState, ...]


def heal_ledger(catalogue: RollupCatalogue, ledger: Ledger, tables: RollupTables) -> HealReport:
    """Make every partition whose table is gone unservable and dirty, so that it is built again."""
    fps = {item.rollup.rollup_fp for item in catalogue.all()}
    built = {
        state.built_table: state for state in ledger.states(fps) if state.built_table is not None
    }
    there = tables.existing(built)
    gone = tuple(state for table, state in built.items() if table not in there)
    if gone:
        ledger.forget_tables(built.keys() - there)
    return HealReport(len(built), gone)
