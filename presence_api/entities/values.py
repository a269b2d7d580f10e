"""JSON values as what a column holds: nothing is bent, nothing is lost."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from metamodel.model.attribute import AttributeType
from presence_api.ports.entity_store import JsonScalar
from presence_api.ports.row_conditions import Value

TEXTS: Final = frozenset({AttributeType.STRING, AttributeType.TEXT})
NUMBERS: Final = frozenset(
    {AttributeType.INTEGER, AttributeType.BIGINT, AttributeType.DECIMAL, AttributeType.FLOAT}
)
_INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]{0,18})")
_DECIMAL: Final = re.compile(r"-?[0-9]{1,100}(\.[0-9]{1,100})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK: Final = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_TIME: Final = re.compile(_CLOCK)
_MOMENT: Final = re.compile(rf"{_DAY.pattern}T{_CLOCK}(Z|[+-][0-9]{{2}}:[0-9]{{2}})")
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WHOLE_BITS: Final = 63
_DIGITS_OF_A_FLOAT: Final = 15  # so many survive a double; what has more may not be what was sent


class UnfitValue(ValueError):
    """A value is not of the type wanted; the message says what is."""


def typed(kind: AttributeType, value: Any) -> Value:
    """A JSON value as the type has it. Raises UnfitValue, which says what is wanted."""
    read = _READERS.get(kind)
    if read is None:
        raise UnfitValue(f"a {kind} is compared with nothing")
    return read(value)


def plain(value: Value) -> JsonScalar:
    """A value as JSON, from which `typed` reads the same."""
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise UnfitValue("a text is wanted")
    if "\0" in value or not _is_unicode(value):
        raise UnfitValue("a text without NUL and without half characters is wanted")
    return value


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _integer(value: Any) -> int:
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnfitValue("a whole number is wanted, or its text")
    if not -(1 << _WHOLE_BITS) <= value < 1 << _WHOLE_BITS:
        raise UnfitValue("a whole number of 64 bits is wanted")
    return value


def _decimal(value: Any) -> Decimal:
    if isinstance(value, float):
        digits = len(Decimal(repr(value)).as_tuple().digits) if math.isfinite(value) else math.inf
        if digits > _DIGITS_OF_A_FLOAT:
            raise UnfitValue("write a number with so many digits as a text")
        value = format(Decimal(repr(value)), "f")
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        value = _written_out(Decimal(value))
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise UnfitValue("a decimal number is wanted, or its text, such as `12.50`")
    return Decimal(value)


def _written_out(value: Decimal) -> str:
    try:
        bounded = value.is_finite() and abs(value.adjusted()) <= 100  # noqa: PLR2004 - as _DECIMAL
    except InvalidOperation:
        return ""
    return format(value, "f") if bounded else ""


def _float(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise UnfitValue("a number is wanted")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise UnfitValue("a finite number is wanted")
    return number


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnfitValue("true or false is wanted")
    return value


def _read(value: Any, pattern: re.Pattern[str], read: Callable[[str], Any], wanted: str) -> Any:
    if isinstance(value, str) and pattern.fullmatch(value):
        try:
            return read(value)
        except (ValueError, OverflowError):
            pass
    raise UnfitValue(f"{wanted} is wanted")


def _date(value: Any) -> date:
    day: date = _read(value, _DAY, date.fromisoformat, "a day such as `1995-03-15`")
    return day


def _time(value: Any) -> time:
    clock: time = _read(value, _TIME, time.fromisoformat, "a time of day such as `09:30`")
    return clock


def _moment(value: Any) -> datetime:
    wanted = "a moment with its offset, such as `1995-03-15T09:30:00Z`,"
    moment: datetime = _read(value, _MOMENT, _in_utc, wanted)
    return moment


def _in_utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _uuid(value: Any) -> UUID:
    found: UUID = _read(value, _UUID, UUID, "a UUID")
    return found


_READERS: Final[Mapping[AttributeType, Callable[[Any], Value]]] = {
    AttributeType.STRING: _text,
    AttributeType.TEXT: _text,
    AttributeType.UUID: _uuid,
    AttributeType.INTEGER: _integer,
    AttributeType.BIGINT: _integer,
    AttributeType.DECIMAL: _decimal,
    AttributeType.FLOAT: _float,
    AttributeType.BOOLEAN: _boolean,
    AttributeType.DATE: _date,
    AttributeType.TIME: _time,
    AttributeType.TIMESTAMP: _moment,
    AttributeType.TIMESTAMPTZ: _moment,
}
