"""Kafka's command lines: start-up flags, storage format, and the start-up cache of Java."""

import base64
import hashlib
import uuid
from pathlib import Path
from string import Template

from ops.stack.places import CACHE, KAFKA, java, kafka_class_path

FLAGS = (
    "-Xmx256m",
    "-Xms64m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    f"-Dlog4j2.configurationFile={KAFKA / 'log4j2.properties'}",
)


def cache_file() -> Path:
    """Java's start-up cache for exactly these jars on exactly this runtime; made by `train`."""
    runtime = (java().parent.parent / "release").read_text()
    key = hashlib.sha256(f"{runtime}{kafka_class_path()}{FLAGS}".encode()).hexdigest()[:16]
    return CACHE / f"kafka-{key}.aot"


def command(
    main: str, *arguments: str | Path, flags: tuple[str, ...] = (), agent: str = ""
) -> list[str | Path]:
    """One of Kafka's programs on the wheel's Java, with the start-up cache where there is one.

    `flags` stand instead of the cache; `agent` is the flag of a Java agent.
    """
    cache = cache_file()
    cached = (f"-XX:AOTCache={cache}", "-Xlog:aot=off", "-Xlog:cds=off") if cache.exists() else ()
    chosen = flags or cached
    agents = [agent] if agent else []
    return [java(), *FLAGS, *chosen, *agents, "-cp", kafka_class_path(), main, *arguments]


def write_properties(folder: Path, template: str = "server.properties", **blanks: object) -> Path:
    """A broker's configuration, from a template, into `folder`.

    Whatever stands in no template is in `machine.properties`: what one person's machine can carry.
    """
    machine = {"replicas": 1, "in_sync": 1, "data": folder / "logs", **blanks}
    texts = [(KAFKA / name).read_text() for name in (template, "machine.properties")]
    file = folder / "server.properties"
    file.write_text(Template("".join(texts)).substitute(machine))
    return file


def format_command(
    properties: Path, cluster_id: str | None = None, more: Path | None = None
) -> list[str | Path]:
    """Formats the storage; without it newer consumer groups do not work.

    `more` is a file of further arguments, one a line: what must not be on a command line.
    """
    further = [f"@{more}"] if more else []
    return command(
        "kafka.tools.StorageTool",
        "format",
        "-t",
        cluster_id or new_cluster_id(),
        "-c",
        properties,
        "--ignore-formatted",
        *further,
    )


def new_cluster_id() -> str:
    """A random id in Kafka's form; it must not start with a dash."""
    while True:
        text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not text.startswith("-"):
            return text
