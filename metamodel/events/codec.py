"""Between payloads and bytes: Avro in Confluent's wire format.

Pure; opens nothing but what is committed beside it, `ids.json` and `released`.

A value is a zero byte, the schema id in 4 bytes (big-endian) and the Avro record. Dates, times
and uuids are decoded to `date`, UTC `datetime` and `UUID`: a number that is no date is refused
here, once, and not in every reader.
"""

import struct
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from types import MappingProxyType
from typing import Any, Final, cast

from fastavro import parse_schema, schemaless_reader, schemaless_writer

from metamodel.events._catalogue import committed_ids, topics
from metamodel.events._contract import Schema, Topic
from metamodel.events._places import logical_types
from metamodel.events._released import releases
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
    hint = "`rampart streaming schema release` gives it one, `register` one of the registry."


class Codec:
    """Encodes and decodes the registered topics; schemas are parsed once, at construction."""

    def __init__(
        self,
        contracts: Mapping[str, type[Topic]],
        ids: Mapping[str, int],
        former: Mapping[str, Mapping[int, Schema]] = MappingProxyType({}),
    ) -> None:
        """`ids` of the schemas as they are; `former` ones by id are read, never written."""
        missing = sorted(set(contracts) - set(ids))
        if missing:
            raise SchemaIdMissing(*missing)
        self.contracts = dict(contracts)
        self._parsed = {
            name: (_PREFIX.pack(_MAGIC, ids[name]), parse_schema(deepcopy(contract.schema)))
            for name, contract in contracts.items()
        }
        self._uuids = {name: _uuid_fields(item.schema) for name, item in contracts.items()}
        self._former = {
            name: {
                _PREFIX.pack(_MAGIC, schema_id): parse_schema(deepcopy(schema))
                for schema_id, schema in former.get(name, {}).items()
            }
            for name in contracts
        }

    @classmethod
    def committed(cls) -> "Codec":
        """All topics with the ids of `ids.json`: what runs without a schema registry."""
        return cls.released(committed_ids())

    @classmethod
    def released(cls, ids: Mapping[str, Sequence[int]]) -> "Codec":
        """All topics with the id of each of their releases, oldest first.

        Raises SchemaIdMissing unless every release has one.
        """
        contracts = topics()
        lacking = [
            f"{name} release {release.number}"
            for name in contracts
            for release in releases(name)[len(ids.get(name, ())) :]
        ]
        unreleased = [name for name in contracts if not releases(name)]
        if lacking or unreleased:
            raise SchemaIdMissing(*lacking, *unreleased)
        former = {
            name: {
                schema_id: release.schema
                for schema_id, release in zip(ids[name][:-1], releases(name), strict=False)
            }
            for name in contracts
        }
        return cls(contracts, {name: ids[name][-1] for name in contracts}, former)

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
        for name, value in payload.items():
            kind = type(value)
            if kind is datetime and value.tzinfo is None:  # would be taken for local time
                raise PayloadRefused(topic, f"without a time zone: {name}")
            if kind is str and name in self._uuids[topic]:  # would be written as it is
                raise PayloadRefused(topic, f"a text, not a UUID: {name}")
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


def schema_id_of(value: bytes | None) -> int | None:
    """The schema id that a value begins with; None if it does not begin as an event does."""
    if value is None or len(value) < _PREFIX_BYTES or value[0] != _MAGIC:
        return None
    return int(_PREFIX.unpack_from(value)[1])


def _uuid_fields(schema: Schema) -> frozenset[str]:
    return frozenset(
        each["name"] for each in schema["fields"] if "uuid" in logical_types(each["type"])
    )


def _prefix_fault(topic: str, value: bytes | None, prefix: bytes) -> UndecodableEvent:
    if not value:
        return UndecodableEvent(topic, DecodeFault.EMPTY, "this topic has no tombstones")
    if value[0] != _MAGIC:
        return UndecodableEvent(topic, DecodeFault.MAGIC, f"{value[0]:#04x}")
    if len(value) < _PREFIX_BYTES:
        return UndecodableEvent(topic, DecodeFault.TRUNCATED, f"{len(value)} bytes in all")
    found, wanted = _PREFIX.unpack_from(value)[1], _PREFIX.unpack(prefix)[1]
    return UndecodableEvent(topic, DecodeFault.SCHEMA_ID, f"{found}, not {wanted}")
