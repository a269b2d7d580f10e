"""Where the next page begins, as a text that its receiver can keep but not make.

A cursor is the position of the last row and an HMAC-SHA256 over it and all that it belongs to:
tenant, what the policies give, entity, order and filter.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Sequence
from typing import ClassVar, Final

from metamodel.kernel.canonical import canonical_json
from metamodel.kernel.errors import RampartError
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.search.request import SearchRequest
from presence_api.ports.entity_store import OrderBy, Position
from presence_api.ports.row_conditions import described

_PURPOSE: Final = b"entity cursor\0"
_MAC_BYTES: Final = 16


class CursorRefused(RampartError):
    """A cursor was not made here, or not for this caller, entity, order and filter."""

    code: ClassVar[str] = "ENT-008"
    hint: ClassVar[str] = "Begin with the first page: without a cursor."


class Cursors:
    """Makes and reads cursors; instances share `key`."""

    def __init__(self, key: bytes) -> None:
        self._begun = hmac.new(key, _PURPOSE, "sha256")

    def write(self, view: EntityView, request: SearchRequest, position: Position) -> str:
        """The cursor of the rows after `position`."""
        said = canonical_json(position).encode()
        return f"{_to_text(said)}.{_to_text(self._mac(view, request, said))}"

    def read(self, view: EntityView, request: SearchRequest) -> Position | None:
        """Where the request goes on; None: it begins. Raises CursorRefused."""
        if request.cursor is None:
            return None
        position, _, mac = request.cursor.partition(".")
        said, shown = _from_text(position), _from_text(mac)
        if not hmac.compare_digest(shown, self._mac(view, request, said)):
            raise CursorRefused("the cursor is not one of this search")
        return tuple(json.loads(said))

    def _mac(self, view: EntityView, request: SearchRequest, said: bytes) -> bytes:
        order, where = _described(request.order), described(request.where)
        belongs = [view.tenant, view.digest, view.entity.name, order, where]
        mac = self._begun.copy()
        mac.update(canonical_json(belongs).encode() + b"\0" + said)
        return mac.digest()[:_MAC_BYTES]


def _described(order: Sequence[OrderBy]) -> list[list[object]]:
    return [[step.column.name, step.descending] for step in order]


def _to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _from_text(text: str) -> bytes:
    """Exactly one text means given bytes. Raises CursorRefused."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise CursorRefused("the cursor is no text of ours") from error
    if _to_text(raw) != text:
        raise CursorRefused("the cursor is no text of ours")
    return raw
