"""Changes under way, as a port."""

from presence_api.ports.mutations import Mutations, MutationsUnavailable
from tests.fakes.clock import FakeClock
from tests.fakes.mutations import FakeMutations


def test_the_fake_knows_changes_and_trying_again_may_help() -> None:
    mutations: Mutations = FakeMutations(FakeClock())
    assert mutations is not None
    assert MutationsUnavailable("x").retryable
