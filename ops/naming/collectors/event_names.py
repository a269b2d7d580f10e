"""Topics and their Avro schemas, from the files that describe them."""

from collections.abc import Iterator
from typing import Any

from metamodel.events._catalogue import topics
from metamodel.events._contract import Topic
from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collector import Collector
from ops.naming.literals import Literal
from ops.naming.tree import Tree


class EventNames(Collector):
    """Topics, retries and dead letters; namespaces, records, fields and enums."""

    name = "event_names"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        for topic in topics().values():
            path = f"{topic.__module__.replace('.', '/')}.py"
            text = tree.text(path) if tree.exists(path) else ""
            for name in (topic.name, *topic.retry_topics(), topic.dead_letter_topic()):
                yield _at(path, text, name).named(NameKind.TOPIC, channel=topic.channel)
            yield from _schema(path, text, topic.schema, topic)


def _schema(path: str, text: str, schema: Any, topic: type[Topic]) -> Iterator[CollectedName]:
    """The names of a schema and of all schemas in it."""
    if isinstance(schema, list):
        for one in schema:
            yield from _schema(path, text, one, topic)
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "enum":
        facts = {"symbols": " ".join(schema["symbols"]), "default": schema.get("default", "")}
        yield _at(path, text, schema["name"]).named(NameKind.AVRO_ENUM, **facts)
    elif schema.get("type") == "record":
        whole = schema is topic.schema
        namespace = schema.get("namespace", "")
        facts = {"channel": topic.channel, "namespace": namespace} if whole else {}
        yield _at(path, text, schema["name"]).named(NameKind.AVRO_RECORD, **facts)
        if namespace:
            yield _at(path, text, namespace).named(NameKind.AVRO_NAMESPACE)
        for field in schema["fields"]:
            yield _at(path, text, field["name"]).named(NameKind.AVRO_FIELD)
            yield from _schema(path, text, field["type"], topic)
    else:
        for key in ("type", "items", "values"):
            yield from _schema(path, text, schema.get(key), topic)


def _at(path: str, text: str, name: str) -> Literal:
    """Where a name is written first in quotes; else the beginning of the file that makes it."""
    index = text.find(f'"{name}"')
    if index < 0:
        return Literal(name, path, 1, 1)
    before = text[: index + 1]
    return Literal(name, path, before.count("\n") + 1, len(before) - before.rfind("\n"))
