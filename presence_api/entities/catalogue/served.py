"""Entities as callers see them, of the models that serve now."""

from metamodel.model.metamodel import Metamodel
from presence_api.caller import Caller
from presence_api.entities.catalogue.view import EntityNotServed, EntityView, entity_view
from presence_api.ports.served_models import ModelsUnknown, ServedModels


def served_view(models: ServedModels, name: str, caller: Caller) -> tuple[Metamodel, EntityView]:
    """The entity of that name, and its model.

    Raises ModelsUnknown, EntityNotServed, EntityForbidden.
    """
    model = models.of(name)
    if model is None:
        raise EntityNotServed(name) if models.known else ModelsUnknown
    return model, entity_view(model, name, caller)
