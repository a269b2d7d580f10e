from tests.metamodel.naming.given import better, told


def test_singulars_that_end_in_s_are_singulars() -> None:
    for name in ("address", "order_status", "process", "bus"):
        assert told("NMM001", name) == ""


def test_the_better_name_is_one_of_many() -> None:
    assert better("NMM001", "orders") == "order"
    assert better("NMM001", "sales_countries") == "sales_country"
    assert better("NMM001", "people") == "person"
    assert better("NMM001", "SalesOrder") == "sales_order"
