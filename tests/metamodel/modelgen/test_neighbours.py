from metamodel.modelgen.neighbours import affected, neighbours
from tests.metamodel.modelgen.shop_model import generated, planned
from tests.metamodel.shop import ORDER


def test_a_cube_names_those_it_joins_and_reads() -> None:
    found = neighbours(planned())
    assert found["orders"] == {"customers", "products"}
    assert found["countries"] == frozenset()


def test_a_reference_past_a_join_counts_too() -> None:
    edits = {f"/entities/{ORDER}/computed/0/expression": "{country.name} = 'x'"}
    assert "countries" in neighbours(planned(edits))["orders"]


def test_a_role_names_what_it_extends() -> None:
    assert "countries" in neighbours(planned({"/relations/0/role": "home"}))["home"]


def test_a_rollup_names_the_cubes_of_its_members() -> None:
    edits = {f"/entities/{ORDER}/preAggregations/0/dimensions/-": "country.name"}
    assert "countries" in neighbours(planned(edits))["orders"]


def test_a_view_names_every_cube_of_its_paths() -> None:
    view = {"name": "sales", "cubes": [{"path": "order.customer", "members": [{"name": "name"}]}]}
    assert neighbours(planned({"/views": [view]}))["sales"] == {"orders", "customers"}


def test_what_is_affected_names_a_changed_one_or_is_needed_by_what_does() -> None:
    named = {"a": {"b"}, "b": {"c"}, "c": set[str](), "d": {"a", "e"}, "e": set[str](), "f": {"e"}}
    assert affected(named, {"b"}) == {"a", "b", "c"}
    assert affected(named, {"c"}) == {"b", "c"}
    assert affected(named, {"a"}) == {"a", "b", "c", "d", "e"}


def test_those_that_name_what_is_gone_are_affected() -> None:
    assert affected({"a": {"gone"}, "b": set[str]()}, {"gone"}) == {"a"}


def test_a_generated_model_knows_its_neighbours_and_gives_their_files() -> None:
    made = generated()
    only = affected(made.neighbours, {"customers"})
    assert sorted(made.files_of(only)) == [f"cubes/{name}.yml" for name in sorted(only)]
    assert only == {"countries", "customers", "orders", "products"}
