from metamodel.model.join_graph import Edge
from metamodel.model.meanings import second_meanings
from metamodel.model.relation import AttributePair, RelationCardinality


def edges(*arrows: str) -> dict[str, list[Edge]]:
    """`a.x>b.id` for a join; every name is a node."""
    found: dict[str, list[Edge]] = {}
    for index, arrow in enumerate(arrows):
        (origin, left), (target, right) = (end.split(".") for end in arrow.split(">"))
        pair = AttributePair.model_validate({"from": left, "to": right})
        edge = Edge(origin, target, index, RelationCardinality.MANY_TO_ONE, (pair,))
        found.setdefault(origin, []).append(edge)
        found.setdefault(target, [])
    return found


def seconds(root: str, *arrows: str) -> list[tuple[int, str]]:
    return [(edge.relation, other) for edge, other in second_meanings(edges(*arrows), root)]


def test_one_path_each_has_one_meaning() -> None:
    assert seconds("a", "a.b_id>b.id", "b.c_id>c.id") == []


def test_two_keys_to_one_node_are_two_meanings() -> None:
    assert seconds("a", "a.x>b.id", "a.y>b.id") == [(1, "a")]


def test_two_paths_that_carry_the_same_key_are_one_meaning() -> None:
    assert seconds("a", "a.b>b.b", "a.c>c.c", "b.c>c.c") == [(2, "a")]
    assert seconds("a", "a.k>b.k", "a.k>c.k", "b.k>c.k") == []


def test_a_node_that_leads_to_itself_is_two_meanings() -> None:
    assert seconds("a", "a.boss>a.id") == [(0, "a")]


def test_from_another_root_there_may_be_one_meaning() -> None:
    arrows = ("a.x>b.id", "a.y>c.id", "b.d>d.id", "c.d>d.id")
    assert seconds("a", *arrows) == [(3, "b")]
    assert seconds("b", *arrows) == []
