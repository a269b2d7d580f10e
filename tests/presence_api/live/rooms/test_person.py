"""People."""

import re

from presence_api.live.rooms.person import Person


def test_a_color_belongs_to_a_user_and_not_to_a_tab_or_a_tenant() -> None:
    one, other = Person("anna", "Anna", "acme"), Person("anna", "A.", "umbrella")
    assert one.color == other.color
    assert re.fullmatch(r"#[0-9a-f]{6}", one.color)


def test_many_people_use_all_twelve() -> None:
    assert len({Person(f"user {n}", "", "acme").color for n in range(500)}) == 12
