from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import better, told


def test_a_reserved_word_becomes_its_plural() -> None:
    assert better("NMQ001", "order") == "orders"
    assert better("NMQ001", "user") == "users"


def test_cubes_and_views_are_told_apart_by_their_ending() -> None:
    assert told("NMQ001", "sales") == ""
    assert better("NMQ001", "sales", NameKind.VIEW) == "sales_view"
    assert told("NMQ001", "sales_view", NameKind.VIEW) == ""
