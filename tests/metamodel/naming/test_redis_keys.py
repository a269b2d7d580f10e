import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.kernel.ids import instance_id
from metamodel.naming.errors import BadRedisKey
from metamodel.naming.redis_keys import RedisKey, parse_redis_key

TEXT = st.text(min_size=1, max_size=8).filter(lambda text: text.isprintable())
IDS = st.lists(TEXT, min_size=1, max_size=3).map(instance_id)


@given(st.none() | TEXT, TEXT, TEXT, IDS, st.none() | TEXT)
def test_a_key_leads_back_to_its_parts(
    tenant: str | None, context: str, entity: str, instance: str, field: str | None
) -> None:
    key = RedisKey(tenant, context, entity, instance, field)
    assert parse_redis_key(str(key)) == key


def test_a_shared_entitys_key_has_no_tenant() -> None:
    assert str(RedisKey(None, "lock", "nation", "7")) == "rampart::lock:nation:7"
    assert str(RedisKey("acme", "room", "order", "1~2", "seq")) == "rampart:acme:room:order:1~2:seq"


@pytest.mark.parametrize(
    ("tenant", "context", "instance"),
    [("", "lock", "1"), ("acme", "", "1"), ("acme", "lock", ""), ("acme", "lock", "a:b")],
)
def test_parts_that_make_no_key_are_refused(tenant: str, context: str, instance: str) -> None:
    with pytest.raises(BadRedisKey):
        RedisKey(tenant, context, "order", instance)


@pytest.mark.parametrize(
    "text",
    [
        "rampart:a:lock:order",
        "other:a:lock:order:1",
        "rampart:a:lock:order:1:f:g",
        "rampart:a b:l:o:1",
    ],
)
def test_keys_of_others_are_refused(text: str) -> None:
    with pytest.raises(BadRedisKey):
        parse_redis_key(text)
