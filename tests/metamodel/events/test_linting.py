"""All rules over all topics."""

from metamodel.events._catalogue import topics
from metamodel.events.linting import lint, subjects
from tests.metamodel.events.planted import order, plain, subject


def test_every_topic_is_asked_about_with_what_was_released_of_it() -> None:
    asked = subjects()

    assert [each.topic.name for each in asked] == list(topics())
    assert all(each.released for each in asked)


def test_faults_of_several_rules_are_found_in_one_pass() -> None:
    wrong = order(plain("ended_at", doc="ended"))

    assert [each.code for each in lint([subject(wrong)])] == ["AVR002", "AVR003", "AVR011"]
    assert [each.code for each in lint([subject(wrong)], without=("AVR011",))] == [
        "AVR002",
        "AVR003",
    ]


def test_what_is_no_avro_is_not_taken_apart() -> None:
    assert [each.code for each in lint([subject(order(plain(kind="text")))])] == ["AVR001"]
