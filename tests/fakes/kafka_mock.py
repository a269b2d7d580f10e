"""librdkafka's own mock broker, in this process: no installation, and faults on demand.

Knows topics, producing, reading by position and watermarks. It does not know topic ids, offsets by
time, transactions, retention or administration: those are tested on a real broker.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import confluent_kafka

_PRODUCER = 0
_TEXT_BYTES = 512
_PRODUCE, _FETCH = 0, 1
_BROKER = 1


class KafkaMock:
    """One broker at `bootstrap`."""

    def __init__(self, library: Any, cluster: int) -> None:
        self._library = library
        self._cluster = cluster
        self.bootstrap: str = library.rd_kafka_mock_cluster_bootstraps(cluster).decode()

    def create_topic(self, name: str, partitions: int) -> None:
        """Make a topic; one that is used without it gets four partitions by itself."""
        self._require(
            self._library.rd_kafka_mock_topic_create(self._cluster, name.encode(), partitions, 1)
        )

    def stop(self) -> None:
        """Let the broker refuse connections and drop those it has."""
        self._require(self._library.rd_kafka_mock_broker_set_down(self._cluster, _BROKER))

    def start(self) -> None:
        """Let it accept them again."""
        self._require(self._library.rd_kafka_mock_broker_set_up(self._cluster, _BROKER))

    def fail_fetches(self, code: int, times: int) -> None:
        """Answer the next fetches with an error code of the protocol."""
        self._fail(_FETCH, code, times)

    def fail_produces(self, code: int, times: int) -> None:
        """Answer the next batches of a producer with an error code of the protocol."""
        self._fail(_PRODUCE, code, times)

    def _fail(self, request: int, code: int, times: int) -> None:
        codes = (ctypes.c_int * times)(*[code] * times)
        self._library.rd_kafka_mock_push_request_errors_array(self._cluster, request, times, codes)

    def _require(self, code: int) -> None:
        if code:
            raise RuntimeError(f"the mock broker answered {code}")


@contextmanager
def kafka_mock() -> Iterator[KafkaMock]:
    """A mock broker for the length of a `with` block."""
    library = _library()
    text = ctypes.create_string_buffer(_TEXT_BYTES)
    host = library.rd_kafka_new(_PRODUCER, None, text, _TEXT_BYTES)
    if not host:
        raise RuntimeError(text.value.decode())
    cluster = library.rd_kafka_mock_cluster_new(host, 1)
    try:
        yield KafkaMock(library, cluster)
    finally:
        library.rd_kafka_mock_cluster_destroy(cluster)
        library.rd_kafka_destroy(host)


@cache
def _library() -> Any:
    # The wheel carries the library under a name with a hash; the client has it loaded already.
    folder = Path(confluent_kafka.__file__).parent.parent / "confluent_kafka.libs"
    library: Any = ctypes.CDLL(str(next(folder.glob("librdkafka*"))))
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, result, arguments in (
        ("rd_kafka_new", pointer, (number, pointer, text, ctypes.c_size_t)),
        ("rd_kafka_destroy", None, (pointer,)),
        ("rd_kafka_mock_cluster_new", pointer, (pointer, number)),
        ("rd_kafka_mock_cluster_destroy", None, (pointer,)),
        ("rd_kafka_mock_cluster_bootstraps", text, (pointer,)),
        ("rd_kafka_mock_topic_create", number, (pointer, text, number, number)),
        ("rd_kafka_mock_broker_set_down", number, (pointer, ctypes.c_int32)),
        ("rd_kafka_mock_broker_set_up", number, (pointer, ctypes.c_int32)),
        (
            "rd_kafka_mock_push_request_errors_array",
            None,
            (pointer, ctypes.c_int16, ctypes.c_size_t, pointer),
        ),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
