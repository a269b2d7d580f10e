from tests.metamodel.events.planted import order, plain, told


def test_a_schema_is_its_latest_release() -> None:
    assert told("AVR011", order(plain()), order(), order(plain())) == []
    assert told("AVR011", order()) == [": the event has no release"]
    assert told("AVR011", order(), order(), order(plain())) == [
        ": the event differs from release 2"
    ]
