from tests.metamodel.naming.given import better, told


def test_retries_and_dead_letters_are_topics_too() -> None:
    assert told("NMK001", "entity.lifecycle.v1.retry.2") == ""
    assert told("NMK001", "entity.lifecycle.v1.dlq") == ""


def test_no_topic_is_ever_renamed_by_a_program() -> None:
    assert "no dotted name" in told("NMK001", "Core_entity.Lifecycle")
    assert better("NMK001", "Core_entity.Lifecycle") is None
