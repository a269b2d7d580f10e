"""From a logical channel to its topics and its Avro record, and back."""

import re
from dataclasses import dataclass

from metamodel.naming import words
from metamodel.naming.errors import BadTopicName

LONGEST_TOPIC = 120
"""The broker takes 249; metrics and ACL names made of a topic need the rest."""

_CHANNEL = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z][a-z0-9]*(-[a-z0-9]+)*)+")
_TOPIC = re.compile(
    rf"(?P<channel>{_CHANNEL.pattern})\.v(?P<major>[1-9]\d*)"
    r"(?:\.retry\.(?P<retry>[1-9]\d*)|\.(?P<dlq>dlq))?"
)


@dataclass(frozen=True, slots=True)
class TopicName:
    """One topic of a channel: the events themselves, a retry of them, or those nobody could read.

    `retry` counts from 1; 0 is no retry.
    """

    channel: str
    major: int
    retry: int = 0
    dead_letters: bool = False

    def __str__(self) -> str:
        end = f".retry.{self.retry}" if self.retry else ".dlq" if self.dead_letters else ""
        return f"{self.channel}.v{self.major}{end}"


def parse_topic(text: str) -> TopicName:
    """The parts of a topic's name; `str` is the way back. Raises BadTopicName."""
    match = _TOPIC.fullmatch(text)
    if match is None or len(text) > LONGEST_TOPIC:
        raise BadTopicName(text, f"is no dotted name of at most {LONGEST_TOPIC} with a version")
    return TopicName(
        match["channel"], int(match["major"]), int(match["retry"] or 0), match["dlq"] is not None
    )


def record_name(channel: str) -> tuple[str, str]:
    """Avro namespace and record of a channel: `core.reporting.preagg` and `Refresh`.

    The last part names the record, those before it the namespace. Raises BadTopicName.
    """
    if not _CHANNEL.fullmatch(channel):
        raise BadTopicName(channel, "is no channel")
    namespace, _, last = channel.rpartition(".")
    return namespace.replace("-", "_"), words.pascal(words.split(last))


def channel_of(namespace: str, record: str) -> str:
    """The channel that a record belongs to: the way back."""
    return f"{namespace.replace('_', '-')}.{words.kebab(words.split(record))}"
