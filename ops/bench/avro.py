"""CPU of our codec beside confluent-kafka's Avro serializer and deserializer, in one process."""

import importlib.metadata
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from metamodel.events._catalogue import topics
from metamodel.events._example import example_of
from metamodel.events._released import schema_text
from metamodel.events.codec import Codec
from ops.dev.steps import UV
from ops.stack.places import STATE

EVENTS, ROUNDS = 5_000, 7
_FOLDER = STATE / "bench" / "confluent-avro"
_TIMEOUT_S = 300
_PINNED = ("confluent-kafka", "fastavro", "avro", "httpx")

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Pair:
    """What both sides do with one event of a topic."""

    encode: Callable[[], bytes]
    decode: Callable[[bytes], object]


def bench_avro() -> list[str]:
    """Lines to print: microseconds of CPU an event, and how often ours the peer's are."""
    peer = _peer()
    codec = Codec.committed()
    lines = [f"one event encoded and decoded, least CPU of {ROUNDS} rounds of {EVENTS}"]
    for name, topic in topics().items():
        payload = example_of(topic.schema)
        ours = Pair(
            lambda name=name, payload=payload: codec.encode(name, payload),  # type: ignore[misc]
            lambda value, name=name: codec.decode(name, value),  # type: ignore[misc]
        )
        sides = {"ours": ours}
        if peer is not None:
            sides["theirs"] = peer(name, schema_text(topic.schema), payload)
        lines.append(_line(name, sides))
    if peer is None:
        lines.append("  confluent-kafka: not measured: its parts cannot be installed here")
    return lines


def _line(name: str, sides: Mapping[str, Pair]) -> str:
    works: dict[tuple[str, str], Work] = {}
    for side, pair in sides.items():
        value = pair.encode()
        works["encode", side] = pair.encode
        works["decode", side] = lambda pair=pair, value=value: pair.decode(value)  # type: ignore[misc]
    cost = _least(works)
    told = []
    for verb in ("encode", "decode"):
        words = f"{verb} {cost[verb, 'ours']:5.1f} us"
        if "theirs" in sides:
            ratio = cost[verb, "theirs"] / cost[verb, "ours"]
            words += f", theirs {cost[verb, 'theirs']:5.1f}, {ratio:4.1f} times ours (goal >= 1)"
        told.append(words)
    return f"  {name:34} {'; '.join(told)}"


def _least(works: Mapping[tuple[str, str], Work]) -> dict[tuple[str, str], float]:
    """Microseconds of CPU a call; rounds alternate, so that both sides meet the same machine."""
    found = dict.fromkeys(works, float("inf"))
    for _ in range(ROUNDS):
        for name, work in works.items():
            began = time.process_time()
            for _ in range(EVENTS):
                work()
            found[name] = min(found[name], (time.process_time() - began) / EVENTS * 1e6)
    return found


def _peer() -> Callable[[str, str, Mapping[str, Any]], Pair] | None:
    """The peer with its mock registry; None if what it needs beside ours cannot be installed."""
    folder = _installed()
    if folder is None:
        return None
    sys.path.append(str(folder))  # behind ours: both run on the same fastavro
    from confluent_kafka.schema_registry import SchemaRegistryClient  # noqa: PLC0415
    from confluent_kafka.schema_registry.avro import (  # noqa: PLC0415
        AvroDeserializer,
        AvroSerializer,
    )
    from confluent_kafka.serialization import (  # noqa: PLC0415
        MessageField,
        SerializationContext,
    )

    client = SchemaRegistryClient.new_client({"url": "mock://bench"})

    def pair(name: str, text: str, payload: Mapping[str, Any]) -> Pair:
        context = SerializationContext(name, MessageField.VALUE)
        serializer, deserializer = AvroSerializer(client, text), AvroDeserializer(client)
        return Pair(
            lambda: serializer(payload, context), lambda value: deserializer(value, context)
        )

    return pair


def _installed() -> Path | None:
    pins = [f"{name}=={importlib.metadata.version(name)}" for name in _PINNED]
    wanted = [f"confluent-kafka[avro,schemaregistry]=={pins[0].partition('==')[2]}", *pins[1:]]
    if not (_FOLDER / "authlib").is_dir():
        install = [str(UV), "pip", "install", "--quiet", "--target", str(_FOLDER), *wanted]
        try:
            subprocess.run(install, check=True, timeout=_TIMEOUT_S)
        except (OSError, subprocess.SubprocessError):
            return None
    return _FOLDER


if __name__ == "__main__":
    print("\n".join(bench_avro()))
