"""What may go wrong with a registry, and whether it can pass."""

from orchestration.ports.schema_registry import RegistryLax, RegistryUnavailable, SchemaRefused


def test_only_a_registry_that_is_away_may_come_back() -> None:
    assert RegistryUnavailable.retryable
    assert not SchemaRefused.retryable
    assert not RegistryLax.retryable
