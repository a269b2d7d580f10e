"""Models that serve, as those who ask for them see them."""

from presence_api.ports.served_models import ServedModels
from tests.fakes.served_models import FakeServedModels
from tests.presence_api.entities.gadgets import MODEL


def test_a_model_is_found_by_its_entities() -> None:
    models: ServedModels = FakeServedModels(MODEL)
    assert models.of("gadget") is MODEL
    assert models.of("unheard_of") is None
    assert list(models.all()) == [MODEL]
    assert models.affected(MODEL, MODEL.entities[0], ()) == ()
