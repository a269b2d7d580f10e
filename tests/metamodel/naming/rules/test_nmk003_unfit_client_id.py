from tests.metamodel.naming.given import better, told


def test_what_is_known_at_run_time_only_counts_as_an_instance() -> None:
    assert told("NMK003", "relay-*") == ""
    assert better("NMK003", "Relay_*") is None


def test_the_better_id_is_kebab_case() -> None:
    assert better("NMK003", "rampart.outbox_relay") == "rampart-outbox-relay"
    assert better("NMK003", "rampart") is None
