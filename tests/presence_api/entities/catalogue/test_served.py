"""Entities of the models that serve."""

import pytest

from presence_api.entities.catalogue.served import served_view
from presence_api.entities.catalogue.view import EntityForbidden, EntityNotServed
from presence_api.ports.served_models import ModelsUnknown
from tests.fakes.served_models import FakeServedModels
from tests.presence_api.entities.gadgets import MODEL, caller, view


def test_an_entity_is_found_with_its_model_as_the_caller_sees_it() -> None:
    model, found = served_view(FakeServedModels(MODEL), "gadget", caller("analyst"))
    assert model is MODEL
    assert found.readable == view("analyst").readable


def test_what_is_not_served_not_shown_or_not_known_is_told_apart() -> None:
    models = FakeServedModels(MODEL)
    with pytest.raises(EntityNotServed):
        served_view(models, "unheard_of", caller("analyst"))
    with pytest.raises(EntityForbidden):
        served_view(models, "gadget", caller("nobody"))
    models.forget()
    with pytest.raises(ModelsUnknown):
        served_view(models, "gadget", caller("analyst"))
