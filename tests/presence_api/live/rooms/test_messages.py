"""What the server says, as text."""

import json

import msgspec

from presence_api.live.rooms.frames import frames_in
from presence_api.live.rooms.messages import (
    SERVER_MESSAGES,
    Activity,
    Diff,
    Goodbye,
    Member,
    Message,
    Mode,
    Snapshot,
    framed,
)


def told(message: Message) -> object:
    ((_, text),) = frames_in(framed(message))
    return json.loads(text)


def test_what_is_as_always_is_left_out() -> None:
    assert told(Diff("order", 3)) == {"op": "DIFF", "room": "order", "seq": 3}
    assert told(Diff("order", 4, active=(Activity("anna"),))) == {
        "op": "DIFF",
        "room": "order",
        "seq": 4,
        "active": [{"user": "anna"}],
    }


def test_a_snapshot_says_who_is_there_and_what_they_do() -> None:
    anna = Member("anna", "Anna", "#111111", 5.0)
    said = Snapshot("order", 7, "i1.1", (anna,), (Activity("anna", Mode.EDITING, "1", "s"),), 1)
    assert told(said) == {
        "op": "SNAPSHOT",
        "room": "order",
        "seq": 7,
        "epoch": "i1.1",
        "members": [{"user": "anna", "name": "Anna", "color": "#111111", "since": 5.0}],
        "active": [{"user": "anna", "mode": "editing", "row": "1", "field": "s"}],
        "count": 1,
    }


def test_each_message_has_its_own_name_and_can_be_read_back() -> None:
    names = [kind.__struct_config__.tag for kind in SERVER_MESSAGES]
    assert len(set(names)) == len(names)
    (frame,) = frames_in(framed(Goodbye(250)))
    assert msgspec.json.decode(frame[1], type=Goodbye) == Goodbye(250)
