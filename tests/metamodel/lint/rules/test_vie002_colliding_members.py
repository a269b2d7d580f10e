from typing import Any

from tests.metamodel.shop import places


def desk(*cubes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"/views": [{"name": "desk", "cubes": list(cubes), **more}]}


def test_a_prefix_tells_them_apart() -> None:
    assert (
        places("VIE002", desk({"path": "order"}, {"path": "order.product", "prefix": True})) == []
    )


def test_one_name_for_two_members_is_refused() -> None:
    found = places("VIE002", desk({"path": "order"}, {"path": "order.product"}))
    assert set(found) == {"/views/0/cubes/1"}


def test_aliases_collide_and_tell_apart() -> None:
    def named(alias: str) -> dict[str, Any]:
        other = {"path": "order.product", "members": [{"name": "name", "alias": alias}]}
        return desk({"path": "order"}, other)

    assert places("VIE002", named("product_name")) == []
    assert places("VIE002", named("status")) == ["/views/0/cubes/1/members/0"]


def test_what_is_split_off_collides_with_nothing() -> None:
    product = {"path": "order.product", "split": True}
    assert places("VIE002", desk({"path": "order"}, product)) == []
