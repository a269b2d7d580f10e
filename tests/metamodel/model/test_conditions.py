import pytest
from pydantic import ValidationError

from metamodel.model.conditions import Condition

SET = '{"member": "a", "operator": "set"}'


@pytest.mark.parametrize(
    "text",
    [
        '{"member": "m", "operator": "equals"}',
        '{"member": "m", "operator": "set", "claim": "c"}',
        '{"member": "m", "operator": "equals", "claim": "c", "values": ["v"]}',
        "{}",
        '{"member": "m"}',
        f'{{"or": [{SET}], "and": [{SET}]}}',
        f'{{"or": [{SET}], "member": "m", "operator": "set"}}',
    ],
)
def test_a_condition_is_one_comparison_or_several_joined_one_way(text: str) -> None:
    with pytest.raises(ValidationError):
        Condition.model_validate_json(text)


def test_all_members_are_known_at_any_depth() -> None:
    text = f'{{"or": [{SET}, {{"and": [{{"member": "b", "operator": "in", "values": ["1"]}}]}}]}}'
    assert Condition.model_validate_json(text).members == ("a", "b")
