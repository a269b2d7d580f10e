from tests.metamodel.modelgen.shop_model import generated


def test_a_generation_carries_what_a_publication_stores() -> None:
    made = generated()
    assert (made.name, made.spec_version) == ("shop", "1.0.0")
    assert made.engine == "1.7.43 stand-in"
    assert set(made.entity_fps) == {"country", "product", "customer", "order"}
    assert set(made.probes) == {*made.cube_fps, *(item.path for item in made.rollups)}


def test_a_cube_and_a_view_have_files_of_their_own() -> None:
    view = {"name": "desk", "cubes": [{"path": "order"}], "groups": ["sales"]}
    made = generated({"/views": [view], "/viewGroups": [{"name": "sales", "views": ["desk"]}]})
    assert made.path_of("orders") == "cubes/orders.yml"
    assert made.path_of("desk") == "views/desk.yml"
    assert {*map(made.path_of, made.cube_fps), "views/view_groups.yml"} == set(made.files)
    assert "desk" in made.cube_fps


def test_a_heading_is_part_of_its_views() -> None:
    view = {"name": "desk", "cubes": [{"path": "order"}]}

    def fp(title: str) -> str:
        groups = [{"name": "sales", "title": title, "views": ["desk"]}]
        return generated({"/views": [view], "/viewGroups": groups}).cube_fps["desk"]

    assert fp("Sales") != fp("Selling")
