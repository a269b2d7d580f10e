from tests.metamodel.shop import COUNTRY, places

PRIMARY = f"/entities/{COUNTRY}/keys/primary"


def test_a_key_of_not_null_attributes_is_right() -> None:
    assert places("KEY001") == []
    assert places("KEY001", {PRIMARY: ["id", "name"]}) == []


def test_no_key_is_refused() -> None:
    assert places("KEY001", {PRIMARY: []}) == [PRIMARY]


def test_what_is_no_attribute_is_refused() -> None:
    assert places("KEY001", {PRIMARY: ["id", "nothing"]}) == [f"{PRIMARY}/1"]


def test_a_nullable_part_is_refused() -> None:
    edits = {f"/entities/{COUNTRY}/attributes/0/nullable": True}
    assert places("KEY001", edits) == [f"{PRIMARY}/0"]


def test_a_part_counts_once() -> None:
    assert places("KEY001", {PRIMARY: ["id", "id"]}) == [f"{PRIMARY}/1"]
