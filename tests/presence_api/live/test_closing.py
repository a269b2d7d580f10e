"""Close codes."""

from presence_api.live.closing import CloseCode


def test_our_own_are_in_the_range_that_is_ours() -> None:
    standard = {1000, 1002, 1007, 1009, 1012}
    assert {code.value for code in CloseCode if code < 4000} == standard
    assert all(4000 <= code < 5000 for code in CloseCode if code not in standard)
