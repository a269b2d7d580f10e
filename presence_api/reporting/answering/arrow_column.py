"""A report's column as one of Arrow's."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import msgspec
import pyarrow as pa

from presence_api.reporting.answering.typed_values import (
    Texts,
    ValueUnfit,
    decimals,
    digits,
    integers,
    moments,
    truths,
)
from presence_api.reporting.dsl.member import Kind

KEY: Final = "rampart"
"""Of all metadata."""
POOL: Final = pa.system_memory_pool()
"""Which gives back what is freed; that of Arrow keeps as much as it ever had."""
INTEGER: Final = "integer"
_DECIMAL128_DIGITS: Final = 38
_DECIMAL256_DIGITS: Final = 76
_TYPES: Final[Mapping[str, pa.DataType]] = {
    Kind.TIME: pa.timestamp("ms", tz="UTC"),
    Kind.BOOLEAN: pa.bool_(),
    INTEGER: pa.int64(),
}
_VALUES: Final[Mapping[str, Callable[[Texts], Sequence[Any]]]] = {
    Kind.TIME: moments,
    Kind.BOOLEAN: truths,
    Kind.NUMBER: decimals,
    INTEGER: integers,
}


class ArrowColumn:
    """`said` is what JSON says of it. Its decimals are measured before its type is asked for.

    All but `said` raises ValueUnfit.
    """

    def __init__(self, said: Mapping[str, Any]) -> None:
        self.said = said
        self._kind = INTEGER if said.get("integer") else str(said["type"])
        if said.get("masked"):
            self._kind = Kind.TEXT
        self._whole = self._part = 0

    @property
    def is_decimal(self) -> bool:
        """Does its type depend on its values?"""
        return self._kind == Kind.NUMBER

    def measure(self, texts: Texts) -> None:
        """So wide its type has to be."""
        with self._fitting():
            whole, part = digits(decimals(texts))
            self._whole, self._part = max(self._whole, whole), max(self._part, part)
            if self._whole + self._part > _DECIMAL256_DIGITS:
                raise OverflowError("no decimal is as wide")

    @property
    def field(self) -> pa.Field:
        """Its place in a schema."""
        metadata = {KEY: msgspec.json.encode(self.said)}
        return pa.field(self.said["name"], self._type, metadata=metadata)

    def array(self, texts: Texts) -> pa.Array:
        """Some of its values."""
        with self._fitting():
            return pa.array(_VALUES.get(self._kind, list)(texts), self._type, memory_pool=POOL)

    @property
    def _type(self) -> pa.DataType:
        if not self.is_decimal:
            return _TYPES.get(self._kind, pa.string())
        if self._whole + self._part > _DECIMAL128_DIGITS:
            return pa.decimal256(_DECIMAL256_DIGITS, self._part)
        return pa.decimal128(_DECIMAL128_DIGITS, self._part)

    @contextmanager
    def _fitting(self) -> Iterator[None]:
        try:
            yield
        except (ArithmeticError, LookupError, ValueError) as error:
            raise ValueUnfit(self.said["name"], self._kind) from error
