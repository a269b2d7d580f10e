"""What is known before the first look."""

from presence_api.entities.outbox.standing import Standing


def test_a_relay_that_has_not_begun_says_so() -> None:
    standing = Standing()
    assert standing.fault
    assert (standing.backlog, standing.shards) == (None, frozenset())
