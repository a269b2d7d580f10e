from tests.metamodel.naming.given import told


def test_a_key_is_one_of_the_builder_with_a_known_context() -> None:
    assert told("NMO004", "rampart:acme:lock:order:42") == ""
    assert told("NMO004", "rampart::lock:nation:7") == ""
    assert told("NMO004", "lock:order:42") == "is no key of ours"
    assert "`misc`" in told("NMO004", "rampart:acme:misc:order:42")
