"""What is known of an answer before anybody has looked at it."""

from presence_api.ports.report_source import SecurityContext, SourceAnswer


def test_without_anything_said_an_answer_is_the_sources_and_a_caller_asks_the_rollups() -> None:
    assert SourceAnswer([]).used == frozenset()
    assert not SecurityContext("shop-1", ()).past_rollups
