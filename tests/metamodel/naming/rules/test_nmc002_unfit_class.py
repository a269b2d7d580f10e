from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import better, told


def test_a_class_may_be_private() -> None:
    assert told("NMC002", "_Walk") == ""
    assert better("NMC002", "_walk_tree") == "_WalkTree"


def test_only_an_exception_may_not_end_in_exception() -> None:
    assert told("NMC002", "AccessException") == ""
    found = told("NMC002", "AccessException", NameKind.EXCEPTION)
    assert found == "does not say what went wrong"
