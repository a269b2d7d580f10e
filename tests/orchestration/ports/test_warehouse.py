import pytest

from orchestration.ports.warehouse import Warehouse, WarehouseRefused
from tests.fakes.warehouse import FakeWarehouse


def test_the_fake_is_a_warehouse_that_refuses_what_it_does_not_know() -> None:
    warehouse: Warehouse = FakeWarehouse({"SELECT 1": [[1]]})

    assert warehouse.rows("SELECT 1") == [[1]]
    with pytest.raises(WarehouseRefused, match="no such statement"):
        warehouse.rows("SELECT 2")
