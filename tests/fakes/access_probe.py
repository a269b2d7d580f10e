"""A broker's rights in memory, and a broker that can be away."""

from collections.abc import Collection, Mapping

from orchestration.ports.access_probe import Attempt, Resource, Verdict

CODES: Mapping[Resource, str] = {
    Resource.TOPIC: "TOPIC_AUTHORIZATION_FAILED",
    Resource.GROUP: "GROUP_AUTHORIZATION_FAILED",
    Resource.TRANSACTIONAL_ID: "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
    Resource.CLUSTER: "CLUSTER_AUTHORIZATION_FAILED",
}


class FakeAccessProbe:
    """Allows what it was told, refuses everything else by the resource's code."""

    def __init__(self, allowed: Collection[Attempt] = (), *, away: bool = False) -> None:
        self.allowed, self.away = set(allowed), away

    def try_out(self, attempt: Attempt) -> Verdict:
        if self.away:
            return Verdict.unknown("no broker answers")
        if attempt in self.allowed:
            return Verdict.allowed()
        return Verdict.refused(CODES[attempt.resource])
