"""Entities that are written down in a test."""

from presence_api.ports.entity_catalogue import EntityShape


class FakeEntityCatalogue:
    """The entities it is made with."""

    def __init__(self, *shapes: EntityShape) -> None:
        self._shapes = {shape.name: shape for shape in shapes}
        self.known = True

    def find(self, entity: str) -> EntityShape | None:
        return self._shapes.get(entity)


def shop() -> FakeEntityCatalogue:
    """Orders with their items, by tenant; nations, which all share."""
    return FakeEntityCatalogue(
        EntityShape("order", key_parts=1, shared=False),
        EntityShape("order_item", key_parts=2, shared=False),
        EntityShape("nation", key_parts=1, shared=True),
    )
