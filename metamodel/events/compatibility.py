"""May one schema read what another wrote? Offline, as Avro's own checker judges it.

The verdict is the `avro` package's; that says little about where in an event the fault is, so the
place is found by asking it again for ever smaller parts. Where its verdict differs from the
specification, from a registry's or from what our codec does: docs/decisions.
"""

import json
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from avro import schema as avro_schema
from avro.compatibility import (
    ReaderWriterCompatibilityChecker,
    SchemaCompatibilityResult,
    SchemaCompatibilityType,
    lookup_writer_field,
)
from avro.errors import IgnoredLogicalType

from metamodel.events._contract import Compatibility, Schema

_Step = tuple[str, avro_schema.Schema, avro_schema.Schema]
_BACKWARD = (Compatibility.BACKWARD, Compatibility.BACKWARD_TRANSITIVE)
_FORWARD = (Compatibility.FORWARD, Compatibility.FORWARD_TRANSITIVE)
_FULL = (Compatibility.FULL, Compatibility.FULL_TRANSITIVE)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why an event cannot be read; `place` is in the reader, such as `changes[].kind`."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Breach:
    """A promise that a new schema breaks."""

    release: int
    by_new: bool  # the new schema does not read the release; else the release does not read it
    obstacles: tuple[Obstacle, ...]

    def __str__(self) -> str:
        reader, writer = (
            ("it", f"release {self.release}")
            if self.by_new
            else (
                f"release {self.release}",
                "it",
            )
        )
        return f"{reader} does not read what {writer} writes"


def breaches(mode: Compatibility, new: Schema, released: Mapping[int, Schema]) -> list[Breach]:
    """What `mode` asks of `new` and it does not keep, by release; none: compatible.

    A mode that is not transitive asks for the latest release only.
    """
    transitive = mode.name.endswith("_TRANSITIVE")
    asked = dict(sorted(released.items())[slice(0 if transitive else -1, None)])
    found: list[Breach] = []
    for number, schema in asked.items():
        if mode in (*_BACKWARD, *_FULL) and (why := obstacles(new, schema)):
            found.append(Breach(number, by_new=True, obstacles=why))
        if mode in (*_FORWARD, *_FULL) and (why := obstacles(schema, new)):
            found.append(Breach(number, by_new=False, obstacles=why))
    return found


def obstacles(reader: Schema, writer: Schema) -> tuple[Obstacle, ...]:
    """Every reason why `reader` cannot read all that `writer` may write; none: it can."""
    return tuple(dict.fromkeys(_innermost(_parsed(reader), _parsed(writer), "")))


def _innermost(
    reader: avro_schema.Schema, writer: avro_schema.Schema, place: str
) -> Iterator[Obstacle]:
    """The smallest parts that cannot be read; the whole where none of its parts is to blame."""
    result = _checked(reader, writer)
    if result.compatibility is SchemaCompatibilityType.compatible:
        return
    parts = [*_missing(reader, writer, place)]
    for step, inner_reader, inner_writer in _parts(reader, writer):
        parts += _innermost(inner_reader, inner_writer, f"{place}{step}".lstrip("."))
    yield from parts or [Obstacle(place, "; ".join(sorted(result.messages)))]


def _missing(
    reader: avro_schema.Schema, writer: avro_schema.Schema, place: str
) -> Iterator[Obstacle]:
    """Fields without a default that the writer does not write."""
    if isinstance(reader, avro_schema.RecordSchema) and isinstance(
        writer, avro_schema.RecordSchema
    ):
        for field in reader.fields:
            if lookup_writer_field(writer, field) is None and not field.has_default:
                where = f"{place}.{field.name}".lstrip(".")
                yield Obstacle(where, "has no default, and what is read does not have it")


def _parts(reader: avro_schema.Schema, writer: avro_schema.Schema) -> Iterator[_Step]:
    """What a reader reads with what: fields, items, values, and branches of one kind and name."""
    match reader, writer:
        case avro_schema.RecordSchema(), avro_schema.RecordSchema():
            yield from _same_fields(reader, writer)
        case avro_schema.ArraySchema(), avro_schema.ArraySchema():
            yield "[]", reader.items, writer.items
        case avro_schema.MapSchema(), avro_schema.MapSchema():
            yield "{}", reader.values, writer.values
        case _ if "union" in (reader.type, writer.type):
            taken, written = _branches(reader), _branches(writer)
            alone = len(taken) == 1
            pairs = ((t, w) for w in written for t in taken if alone or _kind(t) == _kind(w))
            yield from (("", one, other) for one, other in pairs)


def _same_fields(
    reader: avro_schema.RecordSchema, writer: avro_schema.RecordSchema
) -> Iterator[_Step]:
    for field in reader.fields:
        found = lookup_writer_field(writer, field)
        if found is not None:
            yield f".{field.name}", field.type, found.type


def _branches(schema: avro_schema.Schema) -> list[avro_schema.Schema]:
    return list(schema.schemas) if isinstance(schema, avro_schema.UnionSchema) else [schema]


def _kind(schema: avro_schema.Schema) -> tuple[str, str]:
    return schema.type, getattr(schema, "name", "")


def _checked(reader: avro_schema.Schema, writer: avro_schema.Schema) -> SchemaCompatibilityResult:
    return ReaderWriterCompatibilityChecker().get_compatibility(reader, writer)


def _parsed(schema: Schema) -> avro_schema.Schema:
    with warnings.catch_warnings():
        # A logical type on what cannot have it is ignored, as the specification asks.
        warnings.simplefilter("ignore", IgnoredLogicalType)
        return avro_schema.parse(json.dumps(schema))
