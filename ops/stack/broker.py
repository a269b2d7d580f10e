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


def command(main: str, *arguments: str | Path, flags: tuple[str, ...] = ()) -> list[str | Path]:
    """One of Kafka's programs on the wheel's Java, with the start-up cache where there is one."""
    cache = cache_file()
    cached = (f"-XX:AOTCache={cache}", "-Xlog:aot=off", "-Xlog:cds=off") if cache.exists() else ()
    chosen = flags or cached
    return [java(), *FLAGS, *chosen, "-cp", kafka_class_path(), main, *arguments]


def write_properties(folder: Path, *, port: int, controller_port: int) -> Path:
    """The broker's configuration, from the template, into `folder`."""
    template = Template((KAFKA / "server.properties").read_text())
    file = folder / "server.properties"
    file.write_text(
        template.substitute(port=port, controller_port=controller_port, data=folder / "logs")
    )
    return file


def format_command(properties: Path) -> list[str | Path]:
    """Formats the storage; without it newer consumer groups do not work."""
    return command(
        "kafka.tools.StorageTool",
        "format",
        "-t",
        new_cluster_id(),
        "-c",
        properties,
        "--ignore-formatted",
    )


def new_cluster_id() -> str:
    """A random id in Kafka's form; it must not start with a dash."""
    while True:
        text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not text.startswith("-"):
            return text
