"""How old is the oldest record that a group has not read? Found by asking for offsets of moments.

The timestamp of the record at the position, not an interpolation between offsets seen before: it is
right from the first look on, on a topic where nothing arrives any more (there an interpolation
knows no second point), and on a compacted one, whose offsets say little about time. It is searched
for by the broker's index of timestamps, so that nobody needs the right to read records.

Timestamps are taken to rise with offsets. Where they do not, the answer may be too late and never
too early, so that an age is never overstated. A topic that is written in transactions ends in a
mark that no reader gets; a group that stands before it looks behind. Rampart writes none such.
"""

from collections.abc import Collection, Generator, Mapping

from orchestration.ports.consumer_group import Place
from orchestration.ports.log_offsets import NEWEST, Found, LogOffsets

_Search = Generator[int, Found | None, int | None]


def find_oldest_unread(
    log: LogOffsets, positions: Mapping[Place, int], compacted: Collection[str] = ()
) -> Mapping[Place, int]:
    """Timestamp in ms of the first record at or after each position; nothing where there is none.

    Positions lie before the end of their log. All are searched side by side: about 30 requests for
    a topic that keeps a week, whatever their number.
    """
    searches = {place: _search(at, place.topic in compacted) for place, at in positions.items()}
    asked = {place: next(search) for place, search in searches.items()}
    oldest: dict[Place, int] = {}
    while asked:
        found, again = log.at(asked), {}
        for place in asked:
            try:
                again[place] = searches[place].send(found.get(place))
            except StopIteration as end:
                if end.value is not None:
                    oldest[place] = end.value
        asked = again
    return oldest


def _search(position: int, compacted: bool) -> _Search:
    """Asks for the first record of a moment, again and again, until it knows the one wanted."""
    first = yield 0
    if first is None or first.offset >= position:
        return None if first is None else first.timestamp_ms
    newest = yield NEWEST
    unread = newest and (yield newest.timestamp_ms)
    if newest is None or unread is None or unread.offset < position:
        # Whatever is unread came in the same millisecond as something that was read.
        return (newest or first).timestamp_ms
    # Of moments before `read_until` only read records are the first, from `edge` on `unread` ones.
    read_until, edge = first.timestamp_ms + 1, unread.timestamp_ms
    while read_until < edge:
        middle = (read_until + edge - 1) // 2
        found = yield middle
        if found is None:
            break  # the log was cut meanwhile
        if found.offset < position:
            read_until = found.timestamp_ms + 1
        else:
            edge, unread = middle, found
    if unread.offset > position and not compacted:
        return read_until - 1  # between them lie records of the same millisecond as the last read
    return unread.timestamp_ms
