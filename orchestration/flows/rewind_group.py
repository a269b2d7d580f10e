"""Set a consumer group back, or forward, to another position of a topic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from metamodel.events._contract import Topic
from metamodel.kernel.errors import RampartError
from orchestration.flows.rewind_position import read_position
from orchestration.ports.consumer_group import Place
from orchestration.ports.event_source import EventSource, TopicMissing
from orchestration.ports.group_positions import GroupInUse, GroupPositions


class NoSuchGroup(RampartError):
    """Nobody reads by this name, or by a position that a group keeps."""

    code = "STR-021"
    hint = "`rampart streaming top --once` lists groups; the event sensor has `preagg rewind`."
    exit_code = 2


class WhichTopic(RampartError):
    """A group reads several topics, or none of those that are declared."""

    code = "STR-022"
    hint = "Name one with `--topic`."
    exit_code = 2


@dataclass(frozen=True, slots=True)
class RewindTools:
    """What moving a group works with, as the user whose group it is."""

    groups: GroupPositions
    topics: Mapping[str, type[Topic]]
    source: Callable[[str], EventSource]


@dataclass(frozen=True, slots=True)
class Rewound:
    """Where a group was on a topic and where it is now, by partition; nothing: it never read."""

    topic: str
    before: Mapping[int, int]
    after: Mapping[int, int]

    def __str__(self) -> str:
        was, now = offsets_text(self.before) or "nowhere", offsets_text(self.after)
        return f"{self.topic}: was {was}, is {now}"


def offsets_text(position: Mapping[int, int]) -> str:
    """As it can be given again: `0:10,1:5`."""
    return ",".join(f"{item}:{at}" for item, at in sorted(position.items()))


def rewind_group(group: str, to: str, topic: str | None, tools: RewindTools) -> Rewound:
    """Let a group go on at another position; partitions that `to` does not name stay.

    `to` is `earliest`, `latest`, a time with a zone, or offsets `0:10,1:5`. Its retry topics are
    left alone: what waits there comes all the same. Raises NoSuchGroup, WhichTopic, BadPosition,
    GroupInUse and what the ports raise; then nothing was moved.
    """
    known = [item for item in tools.groups.groups([group]) if item.name == group]
    if not known or not known[0].joins:
        raise NoSuchGroup(group, "only shows where it is" if known else "is not known")
    if known[0].has_members:
        raise GroupInUse(group, "has members")
    chosen = _chosen(group, topic, tools)
    source = tools.source(chosen)
    state = source.state()
    places = [Place(chosen, item) for item in state.low]
    before = {it.partition: at for it, at in tools.groups.positions(group, places).items()}
    given = read_position(to, state, source)
    tools.groups.move(group, {Place(chosen, item): at for item, at in given.items()})
    return Rewound(chosen, before, {**before, **given})


def _chosen(group: str, topic: str | None, tools: RewindTools) -> str:
    if topic is not None:
        if topic not in tools.topics:
            raise WhichTopic(topic, "is not declared")
        return topic
    read = [name for name in sorted(tools.topics) if _reads(group, name, tools)]
    if len(read) != 1:
        raise WhichTopic(group, f"reads {', '.join(read) or 'no declared topic'}")
    return read[0]


def _reads(group: str, topic: str, tools: RewindTools) -> bool:
    try:
        partitions = tools.source(topic).state().low
    except TopicMissing:
        return False
    return bool(tools.groups.positions(group, [Place(topic, item) for item in partitions]))
