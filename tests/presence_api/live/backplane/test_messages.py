"""What instances say to each other."""

import pytest

from presence_api.live.backplane.messages import (
    Ask,
    Beat,
    Bye,
    LockTouched,
    LockWanted,
    News,
    Said,
    Share,
    decode,
    encode,
)
from presence_api.live.rooms.messages import LockHolder, Mode

SAID = [
    Ask("i1"),
    Beat("i1"),
    Bye("i1"),
    LockTouched("i1"),
    LockWanted("i1", "i2.7", LockHolder("Anna", "anna")),
    News("i1", "i1.1", 3, (Share("anna", "Anna", 1.5, Mode.EDITING, "7", None),), ("ben",)),
]


@pytest.mark.parametrize("said", SAID)
def test_what_was_said_is_heard(said: Said) -> None:
    assert decode(encode(said)) == said


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\x92\xa1z\xa2i1"])
def test_what_is_newer_or_nonsense_says_nothing(data: bytes) -> None:
    assert decode(data) is None
