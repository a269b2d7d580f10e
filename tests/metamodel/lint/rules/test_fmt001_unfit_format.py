from typing import Any

import pytest

from tests.metamodel.shop import ORDER, places

PRICE = f"/entities/{ORDER}/attributes/5/format"
PLACED = f"/entities/{ORDER}/attributes/3/format"
STATUS = f"/entities/{ORDER}/attributes/4/format"
REVENUE = f"/entities/{ORDER}/measures/1/format"


@pytest.mark.parametrize(
    ("place", "form"),
    [
        (PRICE, ",.2f"),
        (PRICE, "accounting_2"),
        (PLACED, "%d.%m.%Y"),
        (STATUS, "imageUrl"),
        (REVENUE, "percent"),
        (REVENUE, "$,.2f"),
    ],
)
def test_formats_that_cube_has_for_a_type_are_right(place: str, form: str) -> None:
    assert places("FMT001", {place: form}) == []


@pytest.mark.parametrize(
    ("place", "form"),
    [
        (PRICE, "two digits"),
        (PLACED, "yyyy"),
        (STATUS, "percent_1"),
        (REVENUE, "link"),
        (REVENUE, "%Y"),
    ],
)
def test_others_are_refused(place: str, form: str) -> None:
    assert places("FMT001", {place: form}) == [place]


def test_views_show_members_in_formats_of_their_types() -> None:
    def shown(form: str) -> dict[str, Any]:
        cube = {"path": "order", "members": [{"name": "status", "format": form}]}
        return {"/views": [{"name": "desk", "cubes": [cube]}]}

    assert places("FMT001", shown("link")) == []
    assert places("FMT001", shown(",.2f")) == ["/views/0/cubes/0/members/0/format"]
