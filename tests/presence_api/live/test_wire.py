"""What a session needs of a socket."""

from presence_api.live.closing import CloseCode
from presence_api.live.wire import LiveWire
from tests.fakes.browser import Browser


def test_the_fake_is_a_wire() -> None:
    browser = Browser()
    wire: LiveWire = browser
    wire.ping()
    wire.end(CloseCode.SLOW, "why")
    assert (browser.pings, browser.ended) == (1, (CloseCode.SLOW, "why"))
