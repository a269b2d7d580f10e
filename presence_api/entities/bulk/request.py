"""A bulk update as somebody sent it, checked against what one change may do; all faults at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from metamodel.kernel.canonical import fingerprint
from presence_api.entities.catalogue.grants import Grant
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.checks import granted
from presence_api.entities.faults import FaultCode, Faults, below, object_of
from presence_api.entities.instance import InstanceUnknown, key_values, keys_are
from presence_api.entities.patch import read_patch
from presence_api.entities.search.where import WhereReader
from presence_api.entities.values import plain
from presence_api.ports.row_conditions import (
    EVERY_ROW,
    Condition,
    StoredColumn,
    Value,
    all_of,
    described,
)

MOST_ROWS: Final = 50_000
_KEYS: Final = frozenset(
    {"where", "ids", "set", "dryRun", "onConflict", "expectedCount", "planToken"}
)


class OnConflict(StrEnum):
    """What becomes of the rest where somebody else holds, changes or has changed a row."""

    SKIP = "skip"
    ABORT = "abort"


@dataclass(frozen=True, slots=True)
class BulkRequest:
    """A bulk update without faults; `granting` are the policies that show all it names."""

    where: Condition
    ids: tuple[str, ...] | None
    values: Mapping[StoredColumn, Value | None]
    granting: tuple[Grant, ...]
    dry_run: bool
    on_conflict: OnConflict
    expected: int | None
    plan_token: str | None

    def rows(self, view: EntityView) -> Condition:
        """The rows that are meant, of those that may be changed."""
        return all_of([view.rows(self.granting), self.where])

    @property
    def fingerprint(self) -> str:
        """Equal for requests that do the same."""
        values = {column.name: stored(value) for column, value in self.values.items()}
        return fingerprint(described(self.where), values, self.on_conflict)


def stored(value: Value | None) -> Any:
    """A value of a request as JSON, which reads as the same value."""
    return None if value is None else plain(value)


def read_bulk(view: EntityView, body: Any) -> BulkRequest:
    """What the JSON `body` asks for. Raises RequestInvalid with all its faults."""
    faults = Faults()
    body = object_of(body, _KEYS, "", faults) or {}
    where, named, ids = _rows(view, body, faults)
    values = _values(view, body, faults)
    options = _options(body, faults)
    granting: tuple[Grant, ...] = ()
    if not faults:
        granting = granted(view, {*named, *(one.name for one in values)}, (), faults)
    faults.check()
    return BulkRequest(where, ids, values, granting, **options)


def _rows(
    view: EntityView, body: Mapping[str, Any], faults: Faults
) -> tuple[Condition, set[str], tuple[str, ...] | None]:
    """The condition, the attributes it looks at, and the ids if there are any."""
    if ("where" in body) == ("ids" in body):
        faults.add("", FaultCode.WRONG_SHAPE, "either `where` or `ids` is wanted")
    if "ids" in body:
        ids = _ids(view, body["ids"], faults)
        return keys_are(view, ids), set(), ids
    reader = WhereReader(view, faults)
    where = reader.read(body["where"], "/where") if "where" in body else EVERY_ROW
    return where, reader.named, None


def _ids(view: EntityView, said: Any, faults: Faults) -> tuple[str, ...]:
    if not isinstance(said, list) or not 1 <= len(said) <= MOST_ROWS:
        message = f"a list of 1 to {MOST_ROWS:,} ids is wanted"
        faults.add("/ids", FaultCode.WRONG_SHAPE, message)
        return ()
    found: dict[str, None] = {}
    for index, one in enumerate(said):
        message = _fault_of_id(view, one)
        if message:
            faults.add(below("/ids", index), FaultCode.UNFIT_VALUE, message)
        elif one in found:
            faults.add(below("/ids", index), FaultCode.TWICE, f"`{one[:100]}` was there before")
        else:
            found[one] = None
    return tuple(found)


def _fault_of_id(view: EntityView, one: Any) -> str:
    if not isinstance(one, str):
        return "the text of an id is wanted"
    try:
        key_values(view, one)
    except InstanceUnknown:
        return "it is no id of this entity"
    return ""


def _values(
    view: EntityView, body: Mapping[str, Any], faults: Faults
) -> Mapping[StoredColumn, Value | None]:
    if not body.get("set"):
        faults.add("/set", FaultCode.WRONG_SHAPE, "an object with new values is wanted")
        return {}
    return read_patch(view, body["set"], faults, "/set")


def _options(body: Mapping[str, Any], faults: Faults) -> dict[str, Any]:
    dry_run = body.get("dryRun", False)
    if not isinstance(dry_run, bool):
        faults.add("/dryRun", FaultCode.WRONG_SHAPE, "true or false is wanted")
    conflict, known = body.get("onConflict", OnConflict.SKIP), [one.value for one in OnConflict]
    if not isinstance(conflict, str) or conflict not in known:
        faults.unknown("/onConflict", FaultCode.UNFIT_VALUE, conflict, known)
        conflict = OnConflict.SKIP
    expected = body.get("expectedCount")
    if expected is not None and (isinstance(expected, bool) or not isinstance(expected, int)):
        faults.add("/expectedCount", FaultCode.WRONG_SHAPE, "a whole number is wanted")
    token = body.get("planToken")
    if token is not None and not isinstance(token, str):
        faults.add("/planToken", FaultCode.WRONG_SHAPE, "the text of a dry run is wanted")
    return {
        "dry_run": dry_run,
        "on_conflict": OnConflict(conflict),
        "expected": expected,
        "plan_token": token,
    }
