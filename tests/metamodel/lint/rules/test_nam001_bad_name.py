import pytest

from tests.metamodel.shop import COUNTRY, ORDER, places

MEASURE = f"/entities/{COUNTRY}/measures/0/name"
CUBE = f"/entities/{COUNTRY}/cube"


def test_plain_names_are_right_and_an_entity_may_be_called_order() -> None:
    assert places("NAM001") == []


@pytest.mark.parametrize("name", ["net price", "1st", "größe", "class", "from", "CUBE", "a" * 60])
def test_members_need_identifiers_that_are_no_words(name: str) -> None:
    assert places("NAM001", {MEASURE: name}) == [MEASURE]


def test_a_measure_cannot_have_a_dimensions_name_in_any_case() -> None:
    assert places("NAM001", {MEASURE: "Name"}) == [MEASURE]


@pytest.mark.parametrize("name", ["order", "user", "products"])
def test_cubes_cannot_be_sql_words_or_taken(name: str) -> None:
    found = places("NAM001", {CUBE: name})
    assert len(found) == 1


def test_a_role_takes_a_cubes_name_and_no_entitys() -> None:
    assert places("NAM001", {"/relations/0/role": "orders"}) == ["/relations/0/role"]
    assert places("NAM001", {"/relations/0/role": "product"}) == ["/relations/0/role"]
    assert places("NAM001", {"/relations/0/role": "home_country"}) == []


def test_ids_and_entity_names_are_used_once() -> None:
    place = f"/entities/{ORDER}"
    assert places("NAM001", {f"{place}/id": "ent_country"}) == [f"{place}/id"]
    assert f"{place}/name" in places("NAM001", {f"{place}/name": "country"})


def test_the_composite_keys_name_is_taken_where_there_is_one() -> None:
    assert places("NAM001", {MEASURE: "composite_key"}) == []
    edits = {MEASURE: "composite_key", f"/entities/{COUNTRY}/keys/primary": ["id", "name"]}
    assert places("NAM001", edits) == [MEASURE]


def test_rollups_and_indexes_have_names_of_their_own() -> None:
    rollup = f"/entities/{ORDER}/preAggregations/0"
    assert places("NAM001", {f"{rollup}/name": "by day"}) == [f"{rollup}/name"]
    assert places("NAM001", {f"{rollup}/name": "count"}) == [f"{rollup}/name"]
    twice = [{"name": "ix", "columns": ["status"]}, {"name": "IX", "columns": ["status"]}]
    assert places("NAM001", {f"{rollup}/indexes": twice}) == [f"{rollup}/indexes/1/name"]


def test_views_share_the_names_of_cubes() -> None:
    view = {"name": "Orders", "cubes": [{"path": "order"}]}
    assert places("NAM001", {"/views": [view]}) == ["/views/0/name"]
    assert places("NAM001", {"/views": [view | {"name": "desk"}]}) == []
    assert places("NAM001", {"/views": [view | {"name": "order"}]}) == ["/views/0/name"]


def test_view_groups_are_told_apart_at_every_depth() -> None:
    inner = {"name": "inner", "groups": [{"name": "sales"}]}
    edits = {"/viewGroups": [{"name": "sales", "groups": [inner]}]}
    assert places("NAM001", edits) == ["/viewGroups/0/groups/0/groups/0/name"]


def test_hierarchies_and_granularities_have_names_of_their_own() -> None:
    levels = [{"name": "path", "levels": ["status"]}, {"name": "path", "levels": ["price"]}]
    place = f"/entities/{ORDER}/hierarchies"
    assert places("NAM001", {place: levels}) == [f"{place}/1/name"]
    assert places("NAM001", {place: [levels[0] | {"name": "count"}]}) == [f"{place}/0/name"]
    own = [{"name": "half", "interval": "6 month"}, {"name": "class", "interval": "1 year"}]
    place = f"/entities/{ORDER}/attributes/3/granularities"
    assert places("NAM001", {place: own}) == [f"{place}/1/name"]
