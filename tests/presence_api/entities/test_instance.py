"""One instance, by its id."""

import pytest

from presence_api.entities.instance import InstanceUnknown, key_is, key_values, keys_are
from presence_api.ports.row_conditions import Comparison, KeyIn, Test
from tests.presence_api.entities.gadgets import view

VIEW = view("admin")


def test_an_id_names_the_row_of_its_key() -> None:
    assert key_is(VIEW, "7") == Test(VIEW.column("gadget_id"), Comparison.IN, (7,))


@pytest.mark.parametrize("wrong", ["", "x", "1~2", "%", "1.5"])
def test_what_is_no_id_of_the_entity_names_nothing(wrong: str) -> None:
    with pytest.raises(InstanceUnknown):
        key_is(VIEW, wrong)


def test_ids_name_the_rows_of_their_keys() -> None:
    assert keys_are(VIEW, ["7", "8"]) == KeyIn(VIEW.source.key, ((7,), (8,)))
    assert key_values(VIEW, "7") == (7,)
    with pytest.raises(InstanceUnknown):
        keys_are(VIEW, ["7", "x"])
