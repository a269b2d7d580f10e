"""Released schemas as a registry of schemas names them."""

from collections.abc import Callable, Iterable

from metamodel.events._contract import Topic
from metamodel.events._released import releases
from metamodel.events.codec import SchemaIdMissing

IdOf = Callable[[str, str], int | None]
"""The id of a schema's text under a subject; None: it is not registered."""


def subject_of(topic: type[Topic]) -> str:
    """What a registry calls the values of a topic, as Confluent's clients name it."""
    return f"{topic.name}-value"


def registered_ids(topics: Iterable[type[Topic]], id_of: IdOf) -> dict[str, tuple[int, ...]]:
    """The id of each release by topic, oldest first. Raises SchemaIdMissing, naming all."""
    found: dict[str, tuple[int, ...]] = {}
    missing = []
    for topic in topics:
        ids = []
        for release in releases(topic.name):
            number = id_of(subject_of(topic), release.text)
            ids.append(number or 0)
            if not number:
                missing.append(f"{topic.name} release {release.number}")
        found[topic.name] = tuple(ids)
    if missing:
        raise SchemaIdMissing(*missing)
    return found
