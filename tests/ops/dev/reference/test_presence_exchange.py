"""An exchange of the presence protocol."""

from ops.dev.reference._presence_exchange import exchange


def test_it_is_the_same_each_time_and_both_speak() -> None:
    lines = exchange()
    assert lines == exchange()
    assert {line[:2] for line in lines} == {"> ", "< "}
