from tests.metamodel.modelgen.shop_model import generated


def test_a_generation_carries_what_a_publication_stores() -> None:
    made = generated()
    assert (made.name, made.spec_version) == ("shop", "1.0.0")
    assert made.engine == "1.7.43 stand-in"
    assert set(made.entity_fps) == {"country", "product", "customer", "order"}
    assert set(made.probes) == {*made.cube_fps, *(item.path for item in made.rollups)}
