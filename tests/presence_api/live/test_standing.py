"""What the service can promise."""

from presence_api.live.rooms.messages import Knowledge, ServiceStatus
from presence_api.live.standing import Standing


def test_nothing_is_promised_before_it_is_known_and_each_change_is_told_once() -> None:
    found, told = Standing(), list[ServiceStatus]()
    found.told = told.append
    assert found.shortfall == ServiceStatus(Knowledge.UNKNOWN)
    for known in (True, True, False):
        found.know_changes(known)
    assert told == [ServiceStatus(Knowledge.KNOWN), ServiceStatus(Knowledge.UNKNOWN)]
    found.know_changes(True)
    assert found.shortfall is None
