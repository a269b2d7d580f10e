"""Where the next page begins, as a text that its receiver can keep but not make.

A cursor is the position of the last row and an HMAC-SHA256 over it and all that it belongs to:
tenant, what the policies give, entity, order and filter.
"""

import json
from collections.abc import Sequence
from typing import ClassVar, Final

from metamodel.kernel.canonical import canonical_json
from metamodel.kernel.errors import RampartError
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.search.request import SearchRequest
from presence_api.ports.entity_store import OrderBy, Position
from presence_api.ports.row_conditions import described
from presence_api.signatures import Signer, from_text, to_text

_PURPOSE: Final = b"entity cursor"


class CursorRefused(RampartError):
    """A cursor was not made here, or not for this caller, entity, order and filter."""

    code: ClassVar[str] = "ENT-008"
    hint: ClassVar[str] = "Begin with the first page: without a cursor."


class Cursors:
    """Makes and reads cursors; instances share `key`."""

    def __init__(self, key: bytes) -> None:
        self._signer = Signer(key, _PURPOSE)

    def write(self, view: EntityView, request: SearchRequest, position: Position) -> str:
        """The cursor of the rows after `position`."""
        said = canonical_json(position).encode()
        mac = self._signer.mac(_covered(view, request, said))
        return f"{to_text(said)}.{to_text(mac)}"

    def read(self, view: EntityView, request: SearchRequest) -> Position | None:
        """Where the request goes on; None: it begins. Raises CursorRefused."""
        if request.cursor is None:
            return None
        position, _, mac = request.cursor.partition(".")
        said, shown = _from_text(position), _from_text(mac)
        if not self._signer.signed(shown, _covered(view, request, said)):
            raise CursorRefused("the cursor is not one of this search")
        return tuple(json.loads(said))


def _covered(view: EntityView, request: SearchRequest, said: bytes) -> bytes:
    """All that a cursor belongs to, and its position."""
    order, where = _described(request.order), described(request.where)
    belongs = [view.tenant, view.digest, view.entity.name, order, where]
    return canonical_json(belongs).encode() + b"\0" + said


def _described(order: Sequence[OrderBy]) -> list[list[object]]:
    return [[step.column.name, step.descending] for step in order]


def _from_text(text: str) -> bytes:
    """Exactly one text means given bytes. Raises CursorRefused."""
    raw = from_text(text)
    if raw is None or to_text(raw) != text:
        raise CursorRefused("the cursor is no text of ours")
    return raw
