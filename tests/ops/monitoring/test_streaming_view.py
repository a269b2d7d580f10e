"""What a person sees of Kafka when it cannot be reached."""

from metamodel.events.codec import Codec
from ops.monitoring.sources import sources_of
from ops.monitoring.streaming_view import StreamingLook
from orchestration.adapters.kafka_access import PLAIN
from orchestration.settings import Settings

NOWHERE = "127.0.0.1:1"


def test_what_could_not_be_looked_at_is_named_and_nothing_is_made_up() -> None:
    sources = sources_of(Settings(kafka_bootstrap=NOWHERE, request_timeout_s=1))
    view = StreamingLook(sources, NOWHERE, PLAIN, Codec.committed()).look()
    assert set(view.blind) == {"brokers", "topics", "groups", "dead letters"}
    assert [*view.brokers, *view.topics, *view.groups, *view.dead_letters, *view.newest] == []
