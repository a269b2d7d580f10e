"""Where rows are read, as a port."""

from presence_api.ports.entity_store import EntityMisfit, EntityStoreUnavailable, SearchTooSlow
from tests.fakes.entity_store import FakeEntityStore


def test_only_a_store_that_is_away_may_answer_later() -> None:
    assert EntityStoreUnavailable("x").retryable
    assert not SearchTooSlow("x").retryable
    assert not EntityMisfit("x").retryable
    assert FakeEntityStore().asked == []
