"""Between payloads and bytes: Avro in Confluent's wire format. Pure; opens nothing but `ids.json`.

A value is a zero byte, the schema id in 4 bytes (big-endian) and the Avro record. Dates and times
are decoded to `date` and UTC `datetime`: a number that is no date is refused here, once, and not
in every reader.
"""

import struct
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Any, Final, cast

from fastavro import parse_schema, schemaless_reader, schemaless_writer

from metamodel.events._catalogue import committed_ids, topics
from metamodel.events._contract import Topic
from metamodel.kernel.errors import RampartError

_PREFIX: Final = struct.Struct(">BI")
_PREFIX_BYTES: Final = _PREFIX.size
_MAGIC: Final = 0

# What fastavro raises on bytes or payloads that don't fit their schema.
_MISFITS: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    TypeError,
    ValueError,
)


class DecodeFault(StrEnum):
    """What is wrong with a value; each is a label of the metric of dead letters."""

    EMPTY = "empty value"
    MAGIC = "wrong magic byte"
    SCHEMA_ID = "unknown schema id"
    TRUNCATED = "truncated"
    TRAILING = "trailing bytes"
    TYPE = "wrong type"


class UndecodableEvent(RampartError):
    """A value is not an event of its topic; repeating the read will not help."""

    code = "EVT-001"
    hint = "Look at the record with `rampart dlq show`; its producer uses another schema, or none."

    def __init__(self, topic: str, fault: DecodeFault, detail: str) -> None:
        super().__init__(topic, fault, detail)
        self.topic, self.fault, self.detail = topic, fault, detail


class UnregisteredTopic(RampartError):
    """No file in `metamodel/events` describes this topic."""

    code = "EVT-002"
    hint = "Add a file to `metamodel/events`; its name is the topic's."


class PayloadRefused(RampartError):
    """A payload does not fit the schema of the topic it was meant for; nothing was sent."""

    code = "EVT-003"
    hint = "Compare the payload with the fields in the topic's file."


class SchemaIdMissing(RampartError):
    """A topic has no schema id, so neither reading nor writing it can begin."""

    code = "EVT-004"
    hint = "Register the schema, or add the topic to `metamodel/events/ids.json`."


class Codec:
    """Encodes and decodes the registered topics; schemas are parsed once, at construction."""

    def __init__(self, contracts: Mapping[str, type[Topic]], ids: Mapping[str, int]) -> None:
        missing = sorted(set(contracts) - set(ids))
        if missing:
            raise SchemaIdMissing(*missing)
        self.contracts = dict(contracts)
        self._parsed = {
            name: (_PREFIX.pack(_MAGIC, ids[name]), parse_schema(deepcopy(contract.schema)))
            for name, contract in contracts.items()
        }
        self._former = {
            name: {
                _PREFIX.pack(_MAGIC, schema_id): parse_schema(deepcopy(schema))
                for schema_id, schema in contract.former.items()
            }
            for name, contract in contracts.items()
        }

    @classmethod
    def committed(cls) -> "Codec":
        """All topics with the ids of `ids.json`: what the embedded profile runs on."""
        return cls(topics(), committed_ids())

    def contract(self, topic: str) -> type[Topic]:
        """The file that describes `topic`. Raises UnregisteredTopic."""
        try:
            return self.contracts[topic]
        except KeyError:
            raise UnregisteredTopic(topic) from None

    def encode(self, topic: str, payload: Mapping[str, Any]) -> bytes:
        """The value of an event. Raises PayloadRefused for a missing, unknown or unfit field."""
        self.contract(topic)
        prefix, schema = self._parsed[topic]
        naive = [k for k, v in payload.items() if isinstance(v, datetime) and v.tzinfo is None]
        if naive:  # the Avro library would read them as local time
            raise PayloadRefused(topic, f"without a time zone: {', '.join(naive)}")
        out = BytesIO()
        out.write(prefix)
        try:
            schemaless_writer(out, schema, dict(payload), strict=True)
        except _MISFITS as error:
            raise PayloadRefused(topic, str(error)) from error
        return out.getvalue()

    def decode(self, topic: str, value: bytes | None) -> dict[str, Any]:
        """The payload of an event, an older one with the defaults of what was added since.

        Raises UndecodableEvent, UnregisteredTopic.
        """
        try:
            prefix, schema = self._parsed[topic]
        except KeyError:
            raise UnregisteredTopic(topic) from None
        held = (value or b"")[:_PREFIX_BYTES]
        writer = schema if held == prefix else self._former[topic].get(held)
        if not value or writer is None:
            raise _prefix_fault(topic, value, prefix)
        stream = BytesIO(value)
        stream.seek(_PREFIX_BYTES)
        try:
            payload = schemaless_reader(stream, writer, None if writer is schema else schema)
        except EOFError as error:
            raise UndecodableEvent(topic, DecodeFault.TRUNCATED, str(error)) from error
        except _MISFITS as error:
            raise UndecodableEvent(topic, DecodeFault.TYPE, str(error)) from error
        if stream.tell() != len(value):
            rest = f"{len(value) - stream.tell()} after the record"
            raise UndecodableEvent(topic, DecodeFault.TRAILING, rest)
        return cast("dict[str, Any]", payload)


def _prefix_fault(topic: str, value: bytes | None, prefix: bytes) -> UndecodableEvent:
    if not value:
        return UndecodableEvent(topic, DecodeFault.EMPTY, "this topic has no tombstones")
    if value[0] != _MAGIC:
        return UndecodableEvent(topic, DecodeFault.MAGIC, f"{value[0]:#04x}")
    if len(value) < _PREFIX_BYTES:
        return UndecodableEvent(topic, DecodeFault.TRUNCATED, f"{len(value)} bytes in all")
    found, wanted = _PREFIX.unpack_from(value)[1], _PREFIX.unpack(prefix)[1]
    return UndecodableEvent(topic, DecodeFault.SCHEMA_ID, f"{found}, not {wanted}")
