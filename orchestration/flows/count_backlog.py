"""How many events of the topic no run has taken in."""

from orchestration.flows.cursor import Cursor
from orchestration.ports.event_source import OffsetRange, TopicState
from orchestration.ports.ledger import Ledger
from orchestration.ports.offset_ranges import subtract


def count_backlog(cursor: Cursor | None, state: TopicState, topic: str, ledger: Ledger) -> int:
    """Offsets that the topic holds and that are still to be settled, holes included.

    `cursor` is the event sensor's position: what lies before the start of its epoch was passed over
    on purpose. Without one, and on a topic made anew, everything is still to come. Control records
    are counted too.
    """
    if cursor is None or cursor.topic_id != state.topic_id:
        return sum(state.high[item] - low for item, low in state.low.items())
    held = [
        OffsetRange(item, max(low, cursor.start.get(item, low)), state.high[item])
        for item, low in state.low.items()
    ]
    return sum(map(len, subtract(held, ledger.settled(topic, cursor.epoch))))
