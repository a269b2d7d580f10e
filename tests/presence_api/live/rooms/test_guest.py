"""Somebody who is in a room on another instance."""

import pytest

from presence_api.live.rooms.guest import Guest
from presence_api.live.rooms.person import Person


def test_nothing_is_written_to_a_guest() -> None:
    guest = Guest(Person("anna", "Anna", "acme"))
    assert (guest.keeps_up, guest.behind) == (False, None)
    with pytest.raises(NotImplementedError):
        guest.wire.write(b"")
