"""The numbers of rooms and sessions."""

from presence_api.live.rooms.limits import Limits


def test_a_hot_rooms_tick_stays_between_its_bounds() -> None:
    limits = Limits()
    assert limits.tick_s < limits.longest_tick_s
    assert limits.tick_s < limits.quiet_s
    assert limits.ping_s * 2 < limits.silent_s
