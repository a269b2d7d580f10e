"""How relays share the shards."""

from hypothesis import given
from hypothesis import strategies as st

from presence_api.entities.outbox.shares import fair_share
from presence_api.ports.outbox import SHARDS


def test_one_relay_alone_tries_for_all() -> None:
    share = fair_share((), 1)
    assert (share.most, share.give_back, len(share.try_for)) == (SHARDS, [], SHARDS)


def test_a_relay_that_holds_all_makes_room_for_a_second() -> None:
    share = fair_share(range(SHARDS), 2)
    assert share.give_back == [*range(8, SHARDS)]
    assert share.try_for == ()


@given(st.lists(st.sets(st.integers(0, SHARDS - 1)), min_size=1, max_size=20))
def test_relays_that_share_end_with_every_shard_held_and_nobody_above_his_part(
    wishes: list[set[int]],
) -> None:
    held: set[int] = set()
    relays: list[set[int]] = []
    for wish in wishes:
        relays.append(wish - held)
        held |= wish

    for _ in range(2):  # once to give back, once to take
        for mine in relays:
            share = fair_share(mine, len(relays))
            mine -= set(share.give_back)
            taken = set().union(*relays)
            for shard in share.try_for:
                if len(mine) < share.most and shard not in taken:
                    mine.add(shard)

    assert sorted(shard for mine in relays for shard in mine) == [*range(SHARDS)]
    assert max(map(len, relays)) <= -(-SHARDS // len(relays))
