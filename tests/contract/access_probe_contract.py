"""What every access probe does."""

from dataclasses import dataclass

from orchestration.ports.access_probe import AccessProbe, Answer, Attempt


@dataclass(frozen=True, slots=True)
class ProbeGround:
    """A probe, one that reaches nobody, and somebody's attempts with and without the right."""

    probe: AccessProbe
    away: AccessProbe
    granted: Attempt
    not_granted: Attempt


class AccessProbeContract:
    """Subclasses bring the fixture `ground`."""

    def test_what_is_granted_is_allowed(self, ground: ProbeGround) -> None:
        assert ground.probe.try_out(ground.granted).answer is Answer.ALLOWED

    def test_what_is_not_granted_is_refused_by_the_brokers_code(self, ground: ProbeGround) -> None:
        verdict = ground.probe.try_out(ground.not_granted)
        assert verdict.answer is Answer.REFUSED
        assert verdict.reason.endswith("_AUTHORIZATION_FAILED")

    def test_trying_again_gives_the_same_answer(self, ground: ProbeGround) -> None:
        first = ground.probe.try_out(ground.granted)
        assert ground.probe.try_out(ground.granted) == first

    def test_a_broker_that_is_away_proves_neither(self, ground: ProbeGround) -> None:
        for attempt in (ground.granted, ground.not_granted):
            verdict = ground.away.try_out(attempt)
            assert verdict.answer is Answer.UNKNOWN
            assert verdict.reason
