"""Publications as reports see them."""

from presence_api.ports.published_models import PublishedModel
from tests.presence_api.entities.gadgets import MODEL


def test_a_version_that_serves_again_is_another_publication() -> None:
    first, again = (PublishedModel(MODEL, "gadgets-1", {}, ()) for _ in range(2))
    assert first != again
    assert len({first, again}) == 2
