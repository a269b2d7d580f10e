"""Entities as grids and forms read them."""

from presence_api.entities.descriptions import description, summary
from tests.presence_api.entities.gadgets import view


def test_an_entity_is_described_as_its_caller_may_use_it() -> None:
    found = description(view("analyst"))
    assert summary(view("analyst")).items() <= found.items()
    assert (found["key"], found["versioned"], found["shared"]) == (["gadget_id"], True, False)
    attributes = {one["name"]: one for one in found["attributes"]}
    assert "margin" not in attributes
    assert attributes["status"]["values"] == ["open", "done"]
    assert attributes["name"]["constraints"]["maxLength"] == 8
    name, email, key = (attributes[one] for one in ("name", "email", "gadget_id"))
    assert (name["editable"], name["filterable"], name["masked"]) == (True, True, False)
    assert (email["editable"], email["filterable"], email["masked"]) == (False, False, True)
    assert (key["editable"], key["nullable"], key["type"]) == (False, False, "bigint")
