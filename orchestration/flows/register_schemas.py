"""The released schemas in a registry: registered by whoever deploys, looked up by whoever starts.

Producers never register.
"""

from collections.abc import Iterable, Mapping

from metamodel.events._contract import Compatibility, Topic, event_record, field
from metamodel.events._released import Release, releases, schema_text
from metamodel.events.registered import subject_of
from orchestration.ports.schema_registry import RegistryLax, SchemaRefused, SchemaRegistry

PROBE = "platform.schema.probe.v1-value"
"""A subject that only finds out whether the registry refuses what it must."""


def register_schemas(
    registry: SchemaRegistry, topics: Iterable[type[Topic]]
) -> dict[str, tuple[int, ...]]:
    """The id of each release by topic, each registered if it was not, under its topic's mode.

    Running it again changes nothing. Raises SchemaRefused, RegistryLax.
    """
    found: dict[str, tuple[int, ...]] = {}
    for topic in topics:
        subject = subject_of(topic)
        ids: list[int] = []
        for release in releases(topic.name):
            ids.append(registry.register(subject, release.text))
            registry.set_mode(subject, topic.compatibility)  # needs a subject that is known
        found[topic.name] = tuple(ids)
    prove_refusals(registry)
    return found


def prove_refusals(registry: SchemaRegistry) -> None:
    """See a schema refused that must be, on a subject of its own. Raises RegistryLax.

    What a registry says of its modes is no proof of what it enforces.
    """
    bad = field("added", "string", "Added without a default.")
    first, second = (_probe(*fields) for fields in ((), (bad,)))
    registry.remove(PROBE)
    registry.register(PROBE, first)
    registry.set_mode(PROBE, Compatibility.BACKWARD_TRANSITIVE)
    try:
        registry.register(PROBE, second)
    except SchemaRefused:
        return
    finally:
        registry.remove(PROBE)
    raise RegistryLax(PROBE, "it took a field without a default")


def unregistered(registry: SchemaRegistry, topics: Iterable[type[Topic]]) -> Mapping[str, str]:
    """What a registry lacks or would refuse, in words by topic and release."""
    found: dict[str, str] = {}
    for topic in topics:
        for release in releases(topic.name):
            if _id(registry, topic, release) is None:
                accepted = registry.accepts(subject_of(topic), release.text)
                words = "is not registered" if accepted else "is refused by the registry"
                found[f"{topic.name} release {release.number}"] = words
    return found


def _id(registry: SchemaRegistry, topic: type[Topic], release: Release) -> int | None:
    return registry.id_of(subject_of(topic), release.text)


def _probe(*fields: Mapping[str, object]) -> str:
    return schema_text(event_record("platform.schema.probe", "A probe.", *map(dict, fields)))
