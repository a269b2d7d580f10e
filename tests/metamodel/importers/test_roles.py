import json

from hypothesis import given, settings
from hypothesis import strategies as st

from metamodel.importers.catalogue import Table
from metamodel.model.join_graph import join_graph
from metamodel.model.load import load
from metamodel.model.meanings import second_meanings
from tests.metamodel.importers.sources import drafted, key, table


def relations(*tables: Table) -> list[tuple[str, str, str | None]]:
    found = drafted(*tables).document["relations"]
    return [(item["from"], item["to"], item.get("role")) for item in found]


def pointing(name: str, *targets: str) -> Table:
    """A table with a foreign key `<target>_id` to each target."""
    columns = [f"{target}_id" for target in targets]
    keys = tuple(key(f"{target}_id", target) for target in targets)
    return table(name, *columns, foreign_keys=keys)


def test_one_meaning_needs_no_role() -> None:
    assert relations(pointing("order", "buyer"), table("buyer")) == [("order", "buyer", None)]


def test_two_keys_to_one_table_are_two_roles() -> None:
    keys = (key("bill_to_id", "address"), key("ship_to_id", "address"))
    order = table("order", "bill_to_id", "ship_to_id", foreign_keys=keys)
    assert relations(table("address"), order) == [
        ("order", "address", "order_bill_to"),
        ("order", "address", "order_ship_to"),
    ]


def test_a_row_and_its_parent_are_two_meanings() -> None:
    employee = table("employee", "boss_id", foreign_keys=(key("boss_id", "employee"),))
    assert relations(employee, pointing("order", "employee")) == [
        ("employee", "employee", "employee_boss"),
        ("order", "employee", None),
    ]


def test_a_role_goes_on_to_where_its_entity_leads() -> None:
    tables = (
        pointing("line", "buyer", "seller"),
        pointing("buyer", "nation"),
        pointing("seller", "nation"),
        pointing("nation", "region"),
        table("region"),
    )
    assert relations(*tables)[4:] == [
        ("nation", "region", None),
        ("buyer_nation", "region", "buyer_nation_region"),
        ("seller_nation", "region", "seller_nation_region"),
    ]


def test_a_circle_ends_where_it_began_and_says_so() -> None:
    team = table("team", "lead_id", foreign_keys=(key("lead_id", "person"),))
    draft = drafted(team, pointing("person", "team"))
    roles = [item["role"] for item in draft.document["relations"]]
    assert roles == ["team_lead", "person_team"]
    assert {item.place for item in draft.report.noted} == set(roles)


def test_paths_that_carry_the_same_key_need_no_role() -> None:
    line = table(
        "line",
        "part",
        "maker",
        foreign_keys=(key("part", "part"), key("part maker", "supply", "part maker")),
    )
    supply = table(
        "supply",
        "part",
        "maker",
        primary_key=("part", "maker"),
        foreign_keys=(key("part", "part"),),
    )
    assert {role for _, _, role in relations(line, supply, table("part"))} == {None}


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 2)), max_size=9))
@settings(max_examples=60, deadline=None)
def test_no_graph_of_foreign_keys_leaves_a_second_meaning(
    arrows: list[tuple[int, int, int]],
) -> None:
    tables = []
    for number in range(5):
        own = sorted({(to, which) for origin, to, which in arrows if origin == number})
        columns = [f"k{which}_t{to}" for to, which in own]
        keys = tuple(key(f"k{which}_t{to}", f"t{to}") for to, which in own)
        tables.append(table(f"t{number}", *columns, foreign_keys=keys))
    graph = join_graph(load(json.dumps(drafted(*tables).document)).require())
    assert [found for root in graph.nodes for found in second_meanings(graph.edges, root)] == []
