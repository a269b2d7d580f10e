"""The statement of the ledger's reader; its answers are in the contract of all readers."""

from presence_api.adapters.ledger_reading_postgres import _rollup
from presence_api.ports.ledger_reading import PartitionReading
from tests.contract.ledger_reading_contract import BY_DAY, Y2024


def test_a_rollup_without_partitions_has_none() -> None:
    assert dict(_rollup(BY_DAY, (None, None, None, None, True)).partitions) == {}


def test_each_partition_has_its_own_figures() -> None:
    found = _rollup(BY_DAY, ([Y2024], [3], [False], [True], False))
    assert found.partitions == {Y2024: PartitionReading(3, building=True)}
    assert not found.rows_outside
