"""What rooms are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.kernel.errors import BadInstanceId
from metamodel.kernel.ids import instance_id
from presence_api.live.rooms.address import RoomAddress, parse_room, require_id


@given(
    st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True), st.lists(st.text(min_size=1), min_size=1)
)
def test_an_address_is_found_again_in_its_name(entity: str, key: list[str]) -> None:
    for address in (RoomAddress(entity), RoomAddress(entity, instance_id(key))):
        assert parse_room(str(address)) == address
        require_id(address, len(key))


@pytest.mark.parametrize("name", ["order/", "order/1~2", "order/a b", "order/%7e", "order/1/2"])
def test_what_is_no_instance_id_of_one_part_is_refused(name: str) -> None:
    with pytest.raises(BadInstanceId):
        require_id(parse_room(name), 1)
