"""What may be asked of a lock."""

from presence_api.live.lock_rules import LockAction, LockRules, Takeover


def test_by_default_only_broken_connections_lose_theirs() -> None:
    assert LockRules().takeover is Takeover.BROKEN
    assert [action.value for action in LockAction] == ["acquire", "takeover", "request"]
