"""The page and the schema of the presence protocol."""

import json

import jsonschema
import pytest

from ops.dev.reference._presence_exchange import exchange
from ops.dev.reference.presence import pages


def test_every_frame_and_close_code_has_its_place() -> None:
    text = pages()["presence.md"]
    for heading in ("### SUB", "### HB", "### SNAPSHOT", "### Member", "| `4008` |"):
        assert heading in text
    assert "| `seq` | integer | yes | Counts the room's messages on this instance. |" in text
    assert "| `mode` | Mode |  | What one does now, in all rooms. |" in text


def test_every_frame_of_the_exchange_is_one_of_the_schema() -> None:
    schema = json.loads(pages()["presence.schema.json"])
    frames = [json.loads(line[2:]) for line in exchange()]
    assert {frame["op"] for frame in frames} >= {"WELCOME", "SNAPSHOT", "DIFF", "ERROR", "FOCUS"}
    for frame in frames:
        jsonschema.validate(frame, schema)


@pytest.mark.parametrize("frame", [{"op": "FLY"}, {"op": "SUB"}, {"op": "DIFF", "room": "order"}])
def test_canary_any_other_frame_is_not(frame: object) -> None:
    schema = json.loads(pages()["presence.schema.json"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(frame, schema)
