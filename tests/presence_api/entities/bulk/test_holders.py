"""Who holds which of many instances."""

from presence_api.entities.bulk.holders import HoldersAmong
from presence_api.entities.writing.patching import HeldBy
from presence_api.ports.lock_table import LockAddress
from tests.presence_api.entities.bulk.ground import ANNA, Ground


def test_those_are_told_that_somebody_else_holds() -> None:
    ground, held = Ground(), LockAddress("acme", "gadget", "1")
    ground.held[held] = HeldBy("Ben", 99.0)
    holders: HoldersAmong = ground
    found = holders.among(ANNA.caller, [held, LockAddress("acme", "gadget", "2")])
    assert found == {held: HeldBy("Ben", 99.0)}
