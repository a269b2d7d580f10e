"""Messages that are nearly right, by Hypothesis: every verb, every field, every kind of wrong."""

import json
from typing import Any, Final

from hypothesis import strategies as st

OPS: Final = ("SUB", "UNSUB", "HB", "FOCUS", "BLUR", "LOCK", "UNLOCK")
FIELDS: Final = ("room", "seq", "epoch", "mode", "ticket", "row", "field", "action", "token")
ROOMS: Final = ("order", "order/1", "order/2", "order_item/1~2", "nation", "nation/1")
NEAR_ROOMS: Final = (
    "", "/", "order/", "order//1", "order/1/2", "order/1~2", "order_item/1", "order/%31", "order/~",
    "order/\0", "order/%00", "globex:order", "order\n", "Order", "order/..", "invoice", "order/{1}",
    "order/*", "order/" + "9" * 300, "order/漢", "order/%E6%BC%A2", "x" * 200, "order/\ud800",
)  # fmt: skip
TEXTS: Final = (
    "",
    "x",
    "0",
    "\0",
    "\ud800",
    "\udc00\ud800",
    "漢字",
    "x" * 256,
    "x" * 257,
    "e" * 5000,
)
NUMBERS: Final = (-1, 0, 1, 255, 2**31, 2**53, 2**63 - 1, 2**63, 2**64, 10**30, -(10**30))

texts = st.sampled_from(TEXTS) | st.text(max_size=20)
numbers = st.sampled_from(NUMBERS) | st.integers()
anything = st.recursive(
    st.none() | st.booleans() | numbers | st.floats(allow_nan=True) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
rooms = st.sampled_from(ROOMS)
RIGHT: Final = {
    "room": rooms,
    "seq": st.integers(0, 50),
    "epoch": st.sampled_from(["i1.1", "i1.2", "i9.1", ""]),
    "mode": st.sampled_from(["idle", "viewing", "editing"]),
    "ticket": st.sampled_from(["", "AAAA", "=", "é", "A" * 5000]),
    "row": st.sampled_from(["1", "2", "\0", "漢" * 256]),
    "field": st.sampled_from(["status", "\u2028"]),
    "action": st.sampled_from(["acquire", "takeover", "request"]),
    "token": st.sampled_from(["", "1.2.AAAA", "1099511627777.1767258030000.", "0.0.é", "9" * 256]),
}
OF: Final = {
    "SUB": ("room", "seq", "epoch"),
    "UNSUB": ("room",),
    "HB": ("mode", "ticket"),
    "FOCUS": ("room", "row", "field"),
    "BLUR": ("room",),
    "LOCK": ("room", "action"),
    "UNLOCK": ("room", "token"),
}
ALWAYS: Final = ("room", "token")


@st.composite
def right(draw: st.DrawFn) -> dict[str, Any]:
    """A message of the protocol; what a verb asks for may be missing in the world, not in it."""
    op = draw(st.sampled_from(OPS))
    names = [name for name in OF[op] if name in ALWAYS or draw(st.booleans())]
    return {"op": op} | {name: draw(RIGHT[name]) for name in names}


@st.composite
def nearly_right(draw: st.DrawFn) -> dict[str, Any]:
    """One with something missing, more, of another kind, too long, too large, or somewhere else."""
    message = draw(right())
    for _ in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from(("op", *FIELDS)) | texts)
        change = draw(st.sampled_from(["drop", "room", "near", "any"]))
        if change == "drop":
            message.pop(name, None)
        elif change == "room":
            message["room"] = draw(rooms)
        elif change == "near":
            message["room"] = draw(st.sampled_from(NEAR_ROOMS))
        else:
            message[name] = draw(anything)
    return message


@st.composite
def spelled(draw: st.DrawFn, message: dict[str, Any]) -> bytes:
    """A message as bytes, in one of the ways in which JSON can be written."""
    escaped = draw(st.booleans())
    text = json.dumps(message, ensure_ascii=escaped, indent=draw(st.sampled_from([None, 1])))
    return text.encode(errors="surrogatepass")


deep = st.integers(1, 8000).map(lambda n: b'{"x":' + b"[" * n + b"]" * n + b',"op":"HB"}')
as_bytes = (
    right().flatmap(spelled)
    | nearly_right().flatmap(spelled)
    | anything.map(lambda found: json.dumps(found).encode())
    | deep
    | st.binary(max_size=80)
)
"""Anything that may come as one message, more often right than random bytes are."""
