"""The numbers that bound what rooms and sessions cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, how often, how long. Times are seconds."""

    listed_members: int = 200  # of a room; the rest is counted
    count_tick_s: float = 1.0  # how often a bare change of that count is told
    ring_messages: int = 256  # missed messages that a room can repeat
    ring_bytes: int = 1 << 20
    quiet_s: float = 0.05  # a room that was quiet so long tells at once
    tick_s: float = 0.02  # one that was not collects for this long at least,
    longest_tick_s: float = 0.1  # and at most for this long
    share: float = 0.05  # of a core that a room's writes may take before its tick gets longer
    write_s: float = 5e-6  # what one frame costs to write, for that sum
    rooms: int = 128  # of one connection
    frame_bytes: int = 16_384
    per_second: float = 20.0  # messages of one connection
    burst: float = 40.0
    grace_s: float = 5.0  # a broken connection's place is kept
    slow_s: float = 5.0  # until a peer that does not read is closed
    ping_s: float = 25.0
    silent_s: float = 60.0  # until one that answers no ping is closed
    buffer_bytes: int = 256 << 10  # unsent, of one peer, until it is behind
    connections_per_user: int = 32
    connections_per_address: int = 256
    token_grace_s: float = 25.0  # a token may be refreshed this long after its end
