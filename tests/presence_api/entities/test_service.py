"""What can be done with entities."""

import pytest

from presence_api.entities.catalogue.view import EntityForbidden, EntityNotServed
from presence_api.entities.instance import InstanceUnknown
from presence_api.entities.writing.patching import PatchWanted, VersionConflict
from presence_api.ports.served_models import ModelsUnknown
from tests.presence_api.entities.gadgets import row
from tests.presence_api.entities.served import Served, editor


def test_only_what_the_caller_may_see_is_listed() -> None:
    served = Served()
    assert [one.entity.name for one in served.service.views(editor("analyst").caller)] == ["gadget"]
    assert served.service.views(editor("nobody").caller) == []
    with pytest.raises(EntityForbidden):
        served.service.view(editor("nobody").caller, "gadget")
    with pytest.raises(EntityNotServed):
        served.service.view(editor("analyst").caller, "unheard_of")


def test_before_anybody_could_look_nothing_is_said_not_to_be_there() -> None:
    served = Served()
    served.models.forget()
    who = editor("analyst").caller
    for ask in (lambda: served.service.views(who), lambda: served.service.view(who, "gadget")):
        with pytest.raises(ModelsUnknown):
            ask()


def test_a_changed_row_is_given_back_as_the_caller_may_see_it() -> None:
    served = Served(row(1, name="ada", email="a@example.org", margin="7"))
    found = served.service.patch(editor("analyst"), "gadget", PatchWanted("1", {"name": "eve"}, 1))
    assert found.row is not None
    assert (found.version, found.row.version) == (2, 2)
    assert (found.row.values["name"], found.row.values["email"]) == ("eve", "***")
    assert "margin" not in found.row.values


def test_a_conflict_shows_only_what_the_caller_may_see() -> None:
    served = Served(row(1, name="ada", email="a@example.org", margin="7", version=3))
    with pytest.raises(VersionConflict) as refused:
        served.service.patch(editor("analyst"), "gadget", PatchWanted("1", {"name": "eve"}, 1))
    assert refused.value.row is not None
    assert refused.value.row.values["email"] == "***"
    assert "margin" not in refused.value.row.values


def test_a_row_that_leaves_the_callers_sight_is_changed_all_the_same() -> None:
    served = Served(row(1, name="ada"))
    seller = editor("seller")
    seller = type(seller)(
        type(seller.caller)("acme", "anna", frozenset({"seller"}), {"names": ["ada"]}), "Anna"
    )
    found = served.service.patch(seller, "gadget", PatchWanted("1", {"name": "bob"}, 1))
    assert (found.version, found.row) == (2, None)
    with pytest.raises(InstanceUnknown):
        served.service.get(seller.caller, "gadget", "1")
