"""Entities that are written down in a test."""

from presence_api.ports.entity_catalogue import EntityShape


class FakeEntityCatalogue:
    """The entities it is made with."""

    def __init__(self, *shapes: EntityShape) -> None:
        self._shapes = {shape.name: shape for shape in shapes}
        self._by_cube = {shape.cube: shape for shape in shapes}
        self.known = True

    def find(self, entity: str) -> EntityShape | None:
        return self._shapes.get(entity)

    def of_cube(self, cube: str) -> EntityShape | None:
        return self._by_cube.get(cube)


def shop() -> FakeEntityCatalogue:
    """Orders with their items, by tenant; nations, which all share."""
    return FakeEntityCatalogue(
        EntityShape("order", key_parts=1, shared=False, cube="orders"),
        EntityShape("order_item", key_parts=2, shared=False, cube="order_items"),
        EntityShape("nation", key_parts=1, shared=True, cube="nations"),
    )
