"""Schemas as one names them."""

import pytest

from metamodel.events._catalogue import topics
from metamodel.model.finding import Finding, Severity
from ops.cli._schemas import SchemaUnknown, asked, placed, steps
from ops.stack.places import REPOSITORY

FILE = "metamodel/events/entity_lifecycle.py"
TEXT = (REPOSITORY / FILE).read_text()


def line_of(message: str) -> str:
    finding = Finding("AVR000", Severity.ERROR, "", message, "Cure.", path=FILE)
    found = placed(finding, REPOSITORY)
    return TEXT.splitlines()[found.line - 1][found.column - 1 :]


def test_a_finding_stands_where_its_field_is_written_else_at_the_first_class() -> None:
    assert line_of("entity.lifecycle.v1: `job_id` is wrong").startswith('"job_id"')
    assert line_of("entity.lifecycle.v1: the event is wrong").startswith("class ")


def test_topics_are_asked_by_name_or_all_of_them() -> None:
    assert [each.topic.name for each in asked(())] == list(topics())
    assert [each.topic.name for each in asked(["entity.lifecycle.v1"])] == ["entity.lifecycle.v1"]
    with pytest.raises(SchemaUnknown, match=r"x\.v1"):
        asked(["x.v1"])


def test_without_a_second_name_a_release_is_compared_with_the_present() -> None:
    (step,) = steps("core.metamodel.published.v1@1", None)

    assert step.new == "core.metamodel.published.v1"
    assert step.changes
    assert not step.broken
