"""Which entities there are."""

from presence_api.ports.entity_catalogue import EntityCatalogue
from tests.fakes.entity_catalogue import shop


def test_the_fake_knows_what_it_was_made_with() -> None:
    catalogue: EntityCatalogue = shop()
    order, nation = catalogue.find("order"), catalogue.find("nation")
    assert order is not None
    assert nation is not None
    assert (order.key_parts, order.shared, nation.shared) == (1, False, True)
    assert catalogue.find("unicorn") is None
