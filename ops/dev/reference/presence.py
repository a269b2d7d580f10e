"""docs/reference/presence.md and presence.schema.json: every frame of the presence protocol."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ops.dev.reference._markdown import code, described, page, table
from ops.dev.reference._presence_exchange import exchange
from ops.dev.reference._presence_schema import MESSAGES, components, words_of
from presence_api.live.closing import CloseCode
from presence_api.live.rooms.messages import PROTOCOL, SERVER_MESSAGES
from presence_api.live.session import VERBS

INTRO = f"""\
JSON text frames on `/ws/presence`, subprotocol `{PROTOCOL}`. A page first trades its token for a
ticket (`POST /api/v1/ws/ticket`), then opens the socket with the two subprotocols of the answer.
A room is called `<entity>` or `<entity>/<instance id>` and belongs to the tenant of the token.

Clients ignore frames and fields they do not know. `presence.schema.json` has every frame as JSON
Schema."""
FOLLOWING = """\
A SNAPSHOT is the room as it was told of at `seq`. Whatever has a `seq` follows it, one by one:
`joined` puts a member in (without activity), `active` replaces a member's activity, `left` takes a
member out, `count` says how many there are. A member without activity is `viewing`. LOCK_CHANGED,
STALE_ON, STALE_OFF and REPORT replace what the SNAPSHOT said of that. Repeating what is known
already is allowed and changes nothing."""
_PARTS = (
    *("Member", "Activity", "LockHolder", "Stale", "InstanceVersion", "RollupState"),
    *("Allowance", "ServiceStatus", "Problem"),
)
_HEAD = ("Field", "Type", "Always", "Meaning")


def pages() -> dict[str, str]:
    """The page, and the schema beside it."""
    references, found = components("#/$defs/{name}")
    ops = [kind.__struct_config__.tag for kind in MESSAGES]
    blocks = [
        "## What a client says",
        *_frames([*VERBS.values()], found),
        "## What the server says",
        *_frames([*SERVER_MESSAGES], found),
        *(_part(name, found[name]) for name in _PARTS),
        "## Following a room",
        FOLLOWING,
        "## Close codes",
        table(("Code", "Meaning"), [(code(item.value), item.meaning) for item in CloseCode]),
        "## An exchange",
        "Made by running it: `>` is Anna, who is joined by Ben.",
        "\n".join(("```", *exchange(), "```")),
    ]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": PROTOCOL,
        "oneOf": [{"title": op, **one} for op, one in zip(ops, references, strict=True)],
        "$defs": dict(sorted(found.items())),
    }
    return {
        "presence.md": page("Presence", INTRO, *blocks),
        "presence.schema.json": json.dumps(schema, indent=2) + "\n",
    }


def _frames(kinds: Sequence[type[Any]], found: Mapping[str, Any]) -> Iterator[str]:
    for kind in sorted(kinds, key=lambda item: str(item.__struct_config__.tag)):
        yield f"### {kind.__struct_config__.tag}"
        yield described(kind)
        yield _fields(found[kind.__name__])


def _part(name: str, schema: Mapping[str, Any]) -> str:
    return "\n\n".join((f"### {name}", schema["description"], _fields(schema)))


def _fields(schema: Mapping[str, Any]) -> str:
    always = schema.get("required", ())
    rows = [
        (code(name), _type(field), "yes" if name in always else "", words_of(field))
        for name, field in schema["properties"].items()
        if name != "op"
    ]
    return table(_HEAD, rows)


def _type(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "anyOf" in field:
        return " or ".join(_type(item) for item in field["anyOf"] if item.get("type") != "null")
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    return str(field.get("type", ""))
