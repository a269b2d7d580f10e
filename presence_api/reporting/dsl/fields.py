"""Reading one JSON object: what is asked for, what is unfit, and what nobody has asked for."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from metamodel.model.positions import pointer
from presence_api.reporting.dsl.faults import FaultCode, Faults, shown

_ABSENT = object()


class Fields:
    """An object of a request. `close` finds the fields that nobody has read."""

    def __init__(self, value: Any, at: str, faults: Faults) -> None:
        self.at = at
        self._faults = faults
        self._read: set[str] = set()
        self._values: Mapping[str, Any] = {}
        if isinstance(value, dict):
            self._values = value
        else:
            faults.add(at, FaultCode.WRONG_TYPE, "wants an object")

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def place(self, name: str) -> str:
        """The pointer to a field."""
        return f"{self.at}{pointer(name)}"

    def take(self, name: str) -> Any:
        """A field as it is; None if there is none."""
        self._read.add(name)
        return self._values.get(name)

    def text(self, name: str, *, required: bool = False) -> str | None:
        """A text in Unicode's composed form."""
        value = self._take(name, required=required)
        return None if value is _ABSENT else text_of(value, self.place(name), self._faults)

    def choice(self, name: str, choices: Collection[str], default: str) -> str:
        """One of some words."""
        self._read.add(name)
        if name not in self:
            return default
        value = self.text(name)
        if value is not None and value not in choices:
            self._faults.unknown(self.place(name), FaultCode.OUT_OF_RANGE, value, choices)
        return value if value is not None and value in choices else default

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number between two others."""
        value = self._take(name)
        if value is _ABSENT:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self._faults.add(self.place(name), FaultCode.WRONG_TYPE, "wants a whole number")
        elif not least <= value <= most:
            message = f"lies between {least} and {most}"
            self._faults.add(self.place(name), FaultCode.OUT_OF_RANGE, message)
        else:
            return value
        return default

    def flag(self, name: str) -> bool:
        """True or false; false if there is none."""
        value = self._take(name)
        if value is _ABSENT:
            return False
        if not isinstance(value, bool):
            self._faults.add(self.place(name), FaultCode.WRONG_TYPE, "wants true or false")
        return value is True

    def items(self, name: str, most: int) -> Iterator[tuple[str, Any]]:
        """The items of a list, each with its pointer; none if there is no list."""
        value = self._take(name)
        if value is _ABSENT:
            return
        if not isinstance(value, list):
            self._faults.add(self.place(name), FaultCode.WRONG_TYPE, "wants a list")
            return
        if len(value) > most:
            message = f"has {len(value)} items; {most} are allowed"
            self._faults.add(self.place(name), FaultCode.OUT_OF_RANGE, message)
        for index, item in enumerate(value[:most]):
            yield f"{self.place(name)}/{index}", item

    def object(self, name: str) -> "Fields | None":
        """An object below this one."""
        value = self._take(name)
        return None if value is _ABSENT else Fields(value, self.place(name), self._faults)

    def entries(self) -> Iterator[tuple[str, str, Any]]:
        """Every field with its pointer and value, for objects whose fields are names."""
        self._read.update(self._values)
        for name, value in self._values.items():
            yield name, self.place(name), value

    def close(self) -> None:
        """What is left over is unknown."""
        for name in self._values:
            if name not in self._read:
                place = self.place(name)
                self._faults.unknown(place, FaultCode.UNKNOWN_FIELD, name, self._read)

    def _take(self, name: str, *, required: bool = False) -> Any:
        self._read.add(name)
        value = self._values.get(name, _ABSENT)
        if value is _ABSENT and required:
            self._faults.add(self.at, FaultCode.MISSING, f"wants `{name}`")
        return value


def text_of(value: Any, at: str, faults: Faults, *, may_be_empty: bool = False) -> str | None:
    """A value that has to be a text, in Unicode's composed form."""
    if not isinstance(value, str) or not (value or may_be_empty):
        faults.add(at, FaultCode.WRONG_TYPE, "wants a text")
        return None
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        message = f"`{shown(ascii(value))}` has characters that no database stores"
        faults.add(at, FaultCode.WRONG_TYPE, message)
        return None
    return unicodedata.normalize("NFC", value)
