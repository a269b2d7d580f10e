"""What the service can promise."""

from presence_api.live.rooms.messages import Knowledge, Reach, ServiceStatus
from presence_api.live.standing import Standing


def test_nothing_is_promised_before_it_is_known_and_each_change_is_told_once() -> None:
    found, told = Standing(), list[ServiceStatus]()
    found.told = told.append
    nothing = ServiceStatus(Knowledge.UNKNOWN, Reach.LOCAL)
    assert found.shortfall == nothing
    for known in (True, True, False):
        found.know_changes(known)
    assert told == [ServiceStatus(Knowledge.KNOWN, Reach.LOCAL), nothing]
    found.know_changes(True)
    found.reach_others(True)
    assert found.shortfall is None
