"""What rooms are called: an entity, or one instance of it."""

from dataclasses import dataclass

from metamodel.kernel.errors import BadInstanceId
from metamodel.kernel.ids import instance_parts


@dataclass(frozen=True, slots=True)
class RoomAddress:
    """`order` holds everybody who looks at orders, `order/1` those who look at one."""

    entity: str
    id: str | None = None

    def __str__(self) -> str:
        return self.entity if self.id is None else f"{self.entity}/{self.id}"


def parse_room(name: str) -> RoomAddress:
    """The parts of a room's name; `str` is the way back. An instance id holds no `/`."""
    entity, slash, found = name.partition("/")
    return RoomAddress(entity, found if slash else None)


def require_id(address: RoomAddress, key_parts: int) -> None:
    """Raises BadInstanceId if the instance id is none of an entity with so many key parts."""
    if address.id == "":
        raise BadInstanceId(str(address), "has an empty id")
    if address.id is not None:
        instance_parts(address.id, key_parts)
