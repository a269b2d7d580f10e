from dataclasses import replace

from metamodel.events._rule import Subject
from tests.metamodel.events.planted import order, plain, release_of, subject, told, told_of


def test_releases_as_they_were_pass() -> None:
    assert told("AVR012", order(plain(default=0)), order(), order(plain(default=0))) == []


def test_an_edited_release_is_told() -> None:
    release = release_of(order(plain()))
    edited = replace(release, text=release.text.replace("Rows in", "All rows in"))
    asked = Subject(subject(order(plain())).topic, (edited,))
    assert told_of("AVR012", asked) == [
        ": the event of release 1 is not the schema its golden event was made with"
    ]


def test_a_golden_event_that_is_not_read_is_told() -> None:
    (found,) = told("AVR012", order(plain(kind="string")), order(plain()))
    assert "wrote an event that is not read as it was written" in found
