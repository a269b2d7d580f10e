"""The topics a stack starts with."""

from ops.stack.topics import stack_topics


def test_the_refresh_topic_has_four_partitions_and_a_dead_letter_topic() -> None:
    topics = {topic.name: topic.partitions for topic in stack_topics()}
    assert topics["core.reporting.preagg.refresh.v1"] == 4
    assert topics["core.reporting.preagg.refresh.v1.dlq"] == 1
    assert {"core.reporting.preagg.status.v1", "core.metamodel.published.v1"} <= topics.keys()
