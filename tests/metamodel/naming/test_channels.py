import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.naming.channels import (
    LONGEST_TOPIC,
    TopicName,
    channel_of,
    parse_topic,
    record_name,
)
from metamodel.naming.errors import BadTopicName

PART = st.from_regex(r"[a-z]{2,6}(-[a-z]{2,6})?", fullmatch=True)
CHANNEL = st.lists(PART, min_size=2, max_size=4).map(".".join)
ENDING = st.one_of(
    st.just({}),
    st.builds(lambda n: {"retry": n}, st.integers(1, 9)),
    st.just({"dead_letters": True}),
)


@given(CHANNEL, st.integers(1, 99), ENDING)
def test_a_topics_name_leads_back_to_its_parts(
    channel: str, major: int, ending: dict[str, int]
) -> None:
    topic = TopicName(channel, major, **ending)  # type: ignore[arg-type]
    assert parse_topic(str(topic)) == topic


@given(CHANNEL)
def test_a_record_leads_back_to_its_channel(channel: str) -> None:
    namespace, record = record_name(channel)
    assert channel_of(namespace, record) == channel


def test_a_record_is_named_after_the_last_part() -> None:
    assert record_name("core.reporting.preagg.refresh") == ("core.reporting.preagg", "Refresh")


@pytest.mark.parametrize(
    "text",
    [
        "entity.lifecycle",
        "lifecycle.v1",
        "entity.lifecycle.v0",
        "entity.lifecycle.v1.retry",
        "entity.lifecycle.v1.retry.0",
        "entity.lifecycle.v1.dlq.retry.1",
        "entity_state.lifecycle.v1",
        "Entity.lifecycle.v1",
        f"entity.{'a' * LONGEST_TOPIC}.v1",
    ],
)
def test_other_texts_are_no_topics(text: str) -> None:
    with pytest.raises(BadTopicName):
        parse_topic(text)


def test_a_record_needs_a_channel() -> None:
    with pytest.raises(BadTopicName):
        record_name("lifecycle")
