"""What a cluster holds, and how a grant reads."""

import pytest

from metamodel.streaming.cluster import Effect, Grant, Match, Operation, ResourceKind, principal_of


@pytest.mark.parametrize(
    ("grant", "words"),
    [
        (
            Grant("User:till", ResourceKind.TOPIC, "shop.v1", Operation.WRITE),
            "allow till WRITE on topic shop.v1",
        ),
        (
            Grant("User:till", ResourceKind.GROUP, "shop.", Operation.READ, Match.PREFIXED),
            "allow till READ on group shop.*",
        ),
        (
            Grant(
                "User:till",
                ResourceKind.TOPIC,
                "shop.v1",
                Operation.ALL,
                effect=Effect.DENY,
                host="10.0.0.1",
            ),
            "deny till ALL on topic shop.v1 from 10.0.0.1",
        ),
    ],
)
def test_a_grant_reads_as_a_sentence(grant: Grant, words: str) -> None:
    assert str(grant) == words


def test_a_user_and_its_principal_are_two_ways_to_one_name() -> None:
    grant = Grant(principal_of("till"), ResourceKind.TOPIC, "shop.v1", Operation.READ)

    assert (grant.principal, grant.user) == ("User:till", "till")
