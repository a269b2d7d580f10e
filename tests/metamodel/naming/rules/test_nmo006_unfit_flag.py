from tests.metamodel.naming.given import told


def test_a_switch_says_what_is_on() -> None:
    assert told("NMO006", "cache.enabled") == ""
    assert told("NMO006", "cache.disabled") == "says what is not"
    assert told("NMO006", "not_cached") == "says what is not"
    assert told("NMO006", "cache.noted") == ""  # a word, not a no
    assert told("NMO006", "cache-ttl") == "is not dotted snake_case"
