from tests.metamodel.naming.given import better, told


def test_a_part_made_at_run_time_is_not_judged() -> None:
    assert told("NMD001", "preagg/*") == ""


def test_a_key_names_a_thing_below_its_domain() -> None:
    assert told("NMD001", "cube/orders") == ""
    assert told("NMD001", "orders") == "has no domain before it"
    assert told("NMD001", "cube/build_orders") == "begins with a verb"


def test_the_better_key_is_snake_case_part_by_part() -> None:
    assert better("NMD001", "cube/orderLines") == "cube/order_lines"
