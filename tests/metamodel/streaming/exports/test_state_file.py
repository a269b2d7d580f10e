"""The whole state as one file."""

import yaml

from metamodel.streaming.exports.state_file import state_document, state_files
from tests.metamodel.streaming.shop import desired


def test_it_holds_every_topic_user_grant_and_limit() -> None:
    wanted = desired()
    document = state_document(wanted)

    assert yaml.safe_load(state_files(wanted)["state.yaml"]) == document
    assert document["topics"].keys() == wanted.state.topics.keys()  # type: ignore[attr-defined]
    acls = document["customUserAcls"]
    assert isinstance(acls, dict)
    assert sum(map(len, acls.values())) == len(wanted.state.grants)
    assert acls["back"]["back-1"] == {
        "name": "stove.",
        "type": "GROUP",
        "pattern": "PREFIXED",
        "host": "*",
        "operation": "READ",
        "permission": "ALLOW",
    }
    assert document["quotas"] == {
        "front": {"producer_byte_rate": 1_048_576.0, "request_percentage": 50.0}
    }


def test_copies_that_are_the_brokers_to_choose_are_left_out() -> None:
    document = state_document(desired("bench"))

    assert document["users"] == {}
    assert "replication" not in document["topics"]["shop.order.v1"]  # type: ignore[index]
