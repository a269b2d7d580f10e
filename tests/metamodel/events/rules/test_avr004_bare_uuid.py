from metamodel.events._contract import UUID_TEXT
from tests.metamodel.events.planted import order, plain, told


def test_a_uuid_without_a_logical_type_is_told() -> None:
    said = plain("job_id", "string", doc="UUIDv7 of the job.")
    called = plain("job_uuid", "string")
    assert told("AVR004", order(said, called)) == [
        "/fields/2: `job_id` is a UUID without a logical type",
        "/fields/3: `job_uuid` is a UUID without a logical type",
    ]


def test_one_with_a_logical_type_passes() -> None:
    said = plain("job_id", ["null", UUID_TEXT], doc="UUIDv7 of the job.")
    assert told("AVR004", order(said, plain("run_id", "string"))) == []
