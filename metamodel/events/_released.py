"""What was released of a topic's schema: numbered files that are never edited again.

`released/<topic>/<n>.avsc` is the schema as a registry holds it. `<n>.golden.json` was made with it
and says its digest, an example event, and the bytes that the event was encoded to that day.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import metamodel.events
from metamodel.events._contract import Schema

FOLDER = "released"


@dataclass(frozen=True, slots=True)
class Golden:
    """An example event of a release: what it says, and its Avro record without the wire's prefix.

    `payload` is JSON: times, dates and uuids are texts in it.
    """

    schema_sha256: str
    payload: Mapping[str, Any]
    record: bytes

    @property
    def text(self) -> str:
        """The file."""
        values = {
            "schema_sha256": self.schema_sha256,
            "payload": dict(self.payload),
            "record_hex": self.record.hex(),
        }
        return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Release:
    """One released schema of a topic; numbers count from 1 without a gap."""

    number: int
    text: str
    golden: Golden

    @property
    def schema(self) -> Schema:
        """The schema, a fresh object each time."""
        schema: Schema = json.loads(self.text)
        return schema

    @property
    def is_untouched(self) -> bool:
        """Is the schema still the one that the golden event was made with?"""
        return self.golden.schema_sha256 == digest(self.text)


@cache
def releases(topic: str) -> tuple[Release, ...]:
    """Every release of a topic, oldest first; none where it has none."""
    folder = files(metamodel.events).joinpath(FOLDER, topic)
    found: list[Release] = []
    while (file := folder.joinpath(f"{len(found) + 1}.avsc")).is_file():
        number = len(found) + 1
        golden = _golden(folder.joinpath(f"{number}.golden.json"))
        found.append(Release(number, file.read_text(encoding="utf-8"), golden))
    return tuple(found)


def schema_text(schema: Schema) -> str:
    """A schema as a file, and as registries are given it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def digest(text: str) -> str:
    """SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _golden(file: Traversable) -> Golden:
    values = json.loads(file.read_text(encoding="utf-8"))
    record = bytes.fromhex(values["record_hex"])
    return Golden(values["schema_sha256"], values["payload"], record)
