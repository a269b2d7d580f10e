"""A group goes on at another position, and where it was is known."""

from datetime import timedelta

import pytest

from metamodel.events.core_reporting_preagg_status import PreaggStatus
from metamodel.events.platform_audit_event import PlatformAuditEvent
from orchestration.flows.rewind_group import (
    NoSuchGroup,
    RewindTools,
    WhichTopic,
    offsets_text,
    rewind_group,
)
from orchestration.flows.rewind_position import BadPosition
from orchestration.ports.consumer_group import Place
from orchestration.ports.group_positions import ConsumerGroup, GroupInUse
from tests.fakes.clock import START, FakeClock
from tests.fakes.event_source import FakeEventSource
from tests.fakes.group_positions import FakeGroupPositions

GROUP, TOPIC, OTHER = "rampart.sink", PlatformAuditEvent.name, PreaggStatus.name


class Ground:
    """A group at the end of a topic with ten records in each of two partitions."""

    def __init__(self, *, joins: bool = True, has_members: bool = False) -> None:
        self.clock, self.groups = FakeClock(), FakeGroupPositions()
        self.sources = {name: FakeEventSource(name, 2, self.clock) for name in (TOPIC, OTHER)}
        for _ in range(10):
            for partition in range(2):
                self.sources[TOPIC].append(b"x", partition=partition)
            self.clock.advance(60)
        self.groups.known[GROUP] = ConsumerGroup(GROUP, joins=joins, has_members=has_members)
        self.at({0: 10, 1: 10})
        contracts = {TOPIC: PlatformAuditEvent, OTHER: PreaggStatus}
        self.tools = RewindTools(self.groups, contracts, self.sources.__getitem__)

    def at(self, position: dict[int, int], topic: str = TOPIC) -> None:
        found = self.groups.committed.setdefault(GROUP, {})
        found |= {Place(topic, item): offset for item, offset in position.items()}

    @property
    def stands(self) -> dict[int, int]:
        return {place.partition: at for place, at in self.groups.committed[GROUP].items()}


def test_it_goes_back_to_a_time_and_where_it_was_is_the_way_back() -> None:
    ground = Ground()
    to = (START + timedelta(seconds=240)).isoformat()
    rewound = rewind_group(GROUP, to, None, ground.tools)
    assert str(rewound) == f"{TOPIC}: was 0:10,1:10, is 0:4,1:4"
    assert ground.stands == {0: 4, 1: 4}

    rewind_group(GROUP, offsets_text(rewound.before), None, ground.tools)
    assert ground.stands == {0: 10, 1: 10}


def test_partitions_that_are_not_named_stay() -> None:
    ground = Ground()
    assert rewind_group(GROUP, "1:3", None, ground.tools).after == {0: 10, 1: 3}
    assert ground.stands == {0: 10, 1: 3}


def test_a_group_that_never_read_a_topic_was_nowhere() -> None:
    ground = Ground()
    rewound = rewind_group(GROUP, "latest", OTHER, ground.tools)
    assert str(rewound) == f"{OTHER}: was nowhere, is 0:0,1:0"


def test_a_group_in_use_is_not_moved() -> None:
    ground = Ground(has_members=True)
    with pytest.raises(GroupInUse):
        rewind_group(GROUP, "earliest", None, ground.tools)
    assert ground.stands == {0: 10, 1: 10}


@pytest.mark.parametrize("to", ["0:11", "2:0", "yesterday", "2026-01-31T12:00"])
def test_a_position_that_is_none_moves_nothing(to: str) -> None:
    ground = Ground()
    with pytest.raises(BadPosition):
        rewind_group(GROUP, to, None, ground.tools)
    assert ground.stands == {0: 10, 1: 10}


def test_a_group_that_only_shows_where_it_is_has_its_own_verb() -> None:
    with pytest.raises(NoSuchGroup, match="only shows"):
        rewind_group(GROUP, "earliest", None, Ground(joins=False).tools)
    with pytest.raises(NoSuchGroup, match="not known"):
        rewind_group("rampart.sin", "earliest", None, Ground().tools)


def test_which_topic_is_asked_where_it_is_not_clear() -> None:
    ground = Ground()
    with pytest.raises(WhichTopic, match="not declared"):
        rewind_group(GROUP, "earliest", "nobodys.v1", ground.tools)
    ground.at({0: 0}, OTHER)
    with pytest.raises(WhichTopic, match=f"{OTHER}, {TOPIC}"):
        rewind_group(GROUP, "earliest", None, ground.tools)
    assert rewind_group(GROUP, "0:1", TOPIC, ground.tools).topic == TOPIC

    ground.groups.committed.clear()
    ground.sources[OTHER].exists = False
    with pytest.raises(WhichTopic, match="no declared topic"):
        rewind_group(GROUP, "earliest", None, ground.tools)
