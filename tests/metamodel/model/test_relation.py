from tests.metamodel.shop import model


def test_a_relation_leads_to_its_role_or_else_to_its_entity() -> None:
    assert model().relations[0].target_node == "country"
    assert model({"/relations/0/role": "home"}).relations[0].target_node == "home"
