"""Who is behind a proxy."""

import re

import pytest

from presence_api.live.proxies import Proxies, ProxyUnknown

OURS = Proxies.of("10.0.0.1, 10.1.0.0/16, ::1")


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller"),
    [
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7"),  # the first is what a caller made up
        ("10.0.0.1", "203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("::1", "2001:db8::1", "2001:db8::1"),
        ("198.51.100.1", "203.0.113.7", "198.51.100.1"),  # no proxy of ours
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.1.0.1", "10.1.0.1"),
        ("10.0.0.1", "no address", "no address"),
        ("", "203.0.113.7", ""),
    ],
)
def test_the_last_one_that_is_no_proxy_of_ours_counts(
    peer: str, forwarded: str, caller: str
) -> None:
    assert OURS.caller(peer, forwarded) == caller


def test_without_proxies_nobody_is_believed() -> None:
    assert Proxies.of("").caller("10.0.0.1", "203.0.113.7") == "10.0.0.1"


@pytest.mark.parametrize("text", ["proxy.example", "10.0.0.1/8", "10.0.0"])
def test_what_is_no_network_is_refused(text: str) -> None:
    with pytest.raises(ProxyUnknown, match=re.escape(text)):
        Proxies.of(text)
