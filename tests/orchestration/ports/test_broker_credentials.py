"""What a broker refuses to believe."""

from orchestration.ports.broker_credentials import RotationRefused


def test_trying_the_same_again_does_not_help() -> None:
    assert not RotationRefused.retryable
    assert "certificate" in RotationRefused.hint
