"""A connection as rooms see it."""

from presence_api.live.rooms.peer import Peer
from tests.fakes.instance import Instance


def test_a_session_is_a_peer() -> None:
    browser = Instance().browser("anna")
    assert browser.session is not None
    peer: Peer = browser.session
    assert (peer.person.user, peer.keeps_up, peer.behind) == ("anna", True, None)
