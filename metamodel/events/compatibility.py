"""May one schema read what another wrote? Offline, as Avro's own checker judges it.

The verdict is the `avro` package's. That says little about where in an event the fault is, so the
place is found by asking it again for ever smaller parts. Where it differs from the specification,
from a registry or from our codec: docs/decisions/0008.
"""

import json
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from avro import schema as avro_schema
from avro.compatibility import (
    ReaderWriterCompatibilityChecker,
    SchemaCompatibilityResult,
    SchemaCompatibilityType,
    SchemaIncompatibilityType,
    lookup_writer_field,
)
from avro.errors import IgnoredLogicalType

from metamodel.events._contract import Compatibility, Schema
from metamodel.events._places import NAMED

_Avro = avro_schema.Schema
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
        if self.by_new:
            return f"does not read what release {self.release} writes"
        return f"is not read by release {self.release}"


def breaches(mode: Compatibility, new: Schema, released: Mapping[int, Schema]) -> list[Breach]:
    """What `mode` asks of `new` and it does not keep, by release; none: compatible.

    A mode that is not transitive asks for the latest release only.
    """
    first = 0 if mode.name.endswith("_TRANSITIVE") else -1
    found: list[Breach] = []
    for number, schema in sorted(released.items())[first:]:
        if mode in (*_BACKWARD, *_FULL) and (why := obstacles(new, schema)):
            found.append(Breach(number, by_new=True, obstacles=why))
        if mode in (*_FORWARD, *_FULL) and (why := obstacles(schema, new)):
            found.append(Breach(number, by_new=False, obstacles=why))
    return found


def obstacles(reader: Schema, writer: Schema) -> tuple[Obstacle, ...]:
    """Every reason why `reader` cannot read all that `writer` may write; none: it can."""
    return tuple(dict.fromkeys(_innermost(_parsed(reader), _parsed(writer), "", frozenset())))


def _innermost(
    reader: _Avro, writer: _Avro, place: str, outer: frozenset[tuple[int, int]]
) -> Iterator[Obstacle]:
    """The smallest parts that cannot be read; the whole where none of its parts is to blame.

    A type that holds itself is not asked again inside of itself (`outer`).
    """
    checker = ReaderWriterCompatibilityChecker()  # type: ignore[no-untyped-call]
    result = checker.get_compatibility(reader, writer)
    pair = (id(reader), id(writer))
    if result.compatibility is SchemaCompatibilityType.compatible or pair in outer:
        return
    found, outer = list(_missing(reader, writer, place)), outer | {pair}
    repeats = False
    for step, part, written in _parts(reader, writer):
        repeats = repeats or (id(part), id(written)) in outer
        found += _innermost(part, written, f"{place}{step}".lstrip("."), outer)
    if not found and not repeats:
        found = [Obstacle(place, _reason(result, reader, writer))]
    yield from found


def _missing(reader: _Avro, writer: _Avro, place: str) -> Iterator[Obstacle]:
    """Fields without a default that the writer does not write."""
    match reader, writer:
        case avro_schema.RecordSchema(), avro_schema.RecordSchema():
            for field in reader.fields:
                if lookup_writer_field(writer, field) is None and not field.has_default:
                    where = f"{place}.{field.name}".lstrip(".")
                    yield Obstacle(where, "has no default, and what is read does not have it")


def _parts(reader: _Avro, writer: _Avro) -> Iterator[tuple[str, _Avro, _Avro]]:
    """What a reader reads with what: fields, items, values, and branches of one kind and name."""
    match reader, writer:
        case avro_schema.RecordSchema(), avro_schema.RecordSchema():
            for field in reader.fields:
                if written := lookup_writer_field(writer, field):
                    yield f".{field.name}", field.type, written.type
        case avro_schema.ArraySchema(), avro_schema.ArraySchema():
            yield "[]", reader.items, writer.items
        case avro_schema.MapSchema(), avro_schema.MapSchema():
            yield "{}", reader.values, writer.values
        case _ if "union" in (reader.type, writer.type):
            taken = _branches(reader)
            for branch in _branches(writer):
                for one in taken:
                    if len(taken) == 1 or _kind(one) == _kind(branch):
                        yield "", one, branch


def _branches(schema: _Avro) -> list[_Avro]:
    return list(schema.schemas) if isinstance(schema, avro_schema.UnionSchema) else [schema]


def _kind(schema: _Avro) -> tuple[str, str]:
    return schema.type, getattr(schema, "name", "")


def _reason(result: SchemaCompatibilityResult, reader: _Avro, writer: _Avro) -> str:
    """The checker's finding in words that need no second look at the schemas."""
    reads: Mapping[str, Any] = reader.props
    writes: Mapping[str, Any] = writer.props
    match result.incompatibilities[:1]:
        case [SchemaIncompatibilityType.name_mismatch]:
            return f"is called `{_kind(reader)[1]}`, and what is read `{_kind(writer)[1]}`"
        case [SchemaIncompatibilityType.fixed_size_mismatch]:
            return f"has {reads['size']} bytes, and what is read {writes['size']}"
        case [SchemaIncompatibilityType.missing_enum_symbols]:
            known = frozenset(reads["symbols"])
            symbols = [each for each in writes["symbols"] if each not in known]
            return f"does not know {', '.join(symbols)}, and has no default"
        case [SchemaIncompatibilityType.type_mismatch]:
            return f"is {reader.type}, and what is read is {writer.type}"
        case _:
            kinds = [_kind(each) for each in _branches(reader)]
            left = [each.type for each in _branches(writer) if _kind(each) not in kinds]
            return f"takes no {' and no '.join(left)}"


def _parsed(schema: Schema) -> _Avro:
    with warnings.catch_warnings():
        # A logical type on what cannot have it is ignored, as the specification asks.
        warnings.simplefilter("ignore", IgnoredLogicalType)
        return avro_schema.parse(json.dumps(_qualified(schema, "")))


def _qualified(schema: Any, namespace: str) -> Any:
    """The same schema with full names as aliases: the checker compares them as they stand."""
    match schema:
        case [*branches]:
            return [_qualified(each, namespace) for each in branches]
        case {"name": str(name), "type": str(kind)} if kind in NAMED:
            around = schema.get("namespace", name.rpartition(".")[0] or namespace)
            full = {**schema}
            if aliases := schema.get("aliases"):
                full["aliases"] = [x if "." in x else f"{around}.{x}" for x in aliases]
            if "fields" in schema:
                full["fields"] = [
                    {**each, "type": _qualified(each["type"], around)} for each in schema["fields"]
                ]
            return full
        case {"items": inner}:
            return {**schema, "items": _qualified(inner, namespace)}
        case {"values": inner}:
            return {**schema, "values": _qualified(inner, namespace)}
        case _:
            return schema
