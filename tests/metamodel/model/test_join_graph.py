from metamodel.model.join_graph import join_graph
from tests.metamodel.shop import model


def test_every_entity_is_a_node_and_every_relation_an_edge() -> None:
    graph = join_graph(model())
    assert {name: node.cube for name, node in graph.nodes.items()} == {
        "country": "countries",
        "product": "products",
        "customer": "customers",
        "order": "orders",
    }
    assert [edge.target for edge in graph.edges["order"]] == ["customer", "product"]


def test_a_role_is_a_node_of_its_own_with_its_own_joins() -> None:
    graph = join_graph(model({"/relations/1/role": "buyer"}))
    buyer = graph.nodes["buyer"]
    assert (buyer.cube, buyer.entity.name, buyer.is_role) == ("buyer", "customer", True)
    assert graph.edges["buyer"] == ()
    assert [edge.target for edge in graph.edges["order"]] == ["buyer", "product"]


def test_a_path_is_the_shortest_and_there_may_be_none() -> None:
    graph = join_graph(model())
    path = graph.path("order", "country")
    assert path is not None
    assert [edge.target for edge in path] == ["customer", "country"]
    assert graph.path("order", "order") == ()
    assert graph.path("country", "order") is None


def test_relations_with_unknown_ends_are_left_out() -> None:
    graph = join_graph(model({"/relations/0/to": "nobody", "/relations/1/from": "nobody"}))
    assert [len(edges) for edges in graph.edges.values()] == [0, 0, 0, 1]
