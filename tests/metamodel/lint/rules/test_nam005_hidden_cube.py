from typing import Any

from tests.metamodel.shop import ORDER, places


def desk(path: str) -> dict[str, Any]:
    return {"/views": [{"name": "desk", "cubes": [{"path": path, "prefix": True}]}]}


def test_members_of_other_names_hide_nothing() -> None:
    assert places("NAM005", desk("order.product")) == []
    assert places("NAM005", desk("order")) == []


def test_a_measure_called_as_the_next_cube_hides_it() -> None:
    # The shop's orders have a measure `customers`, as its cube is called.
    assert places("NAM005", desk("order.customer.country")) == ["/views/0/cubes/0/path"]
    renamed = {f"/entities/{ORDER}/measures/3/name": "buyers"}
    assert places("NAM005", {**desk("order.customer.country"), **renamed}) == []
