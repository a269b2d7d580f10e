from tests.metamodel.naming.given import told


def test_frames_of_the_first_protocol_are_fixed() -> None:
    for frame in ("SUB", "LOCK", "STALE_ON", "GOODBYE"):
        assert told("NMW003", frame) == ""


def test_new_ones_say_their_context() -> None:
    assert told("NMW003", "lock.granted") == ""
    assert told("NMW003", "LOCK_STOLEN") == "is not `<context>.<event>`"
    assert told("NMW003", "lock.") == "is not `<context>.<event>`"
