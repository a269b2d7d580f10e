from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import better, told


def test_an_id_begins_with_its_kind() -> None:
    assert told("NMM003", "rel_order_customer") == ""
    assert better("NMM003", "order_customer") == "rel_order_customer"


def test_a_role_ends_in_what_it_is_a_role_of() -> None:
    assert told("NMM003", "customer_nation", NameKind.ROLE, target="nation") == ""
    found = told("NMM003", "home_country", NameKind.ROLE, target="nation")
    assert found == "does not end in `_nation`"
    assert told("NMM003", "nation", NameKind.ROLE, target="nation")
