from tests.metamodel.naming.given import better, told


def test_the_better_field_is_snake_case() -> None:
    assert told("NMW002", "expires_at") == ""
    assert better("NMW002", "expiresAt") == "expires_at"


def test_what_clients_know_is_fixed() -> None:
    assert told("NMW002", "dryRun") == ""
    assert told("NMW002", "dryRuns") != ""
