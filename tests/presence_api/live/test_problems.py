"""Problems of a connection."""

from presence_api.live import problems


def test_each_says_what_to_do_and_of_which_room() -> None:
    found = [
        problems.too_many_rooms("r", 3),
        problems.unknown_room("r", "no such entity"),
        problems.catalogue_unknown("r"),
        problems.not_joined("r"),
    ]
    assert {one.room for one in found} == {"r"}
    found.append(problems.ticket_refused())
    assert len({one.problem.type for one in found}) == len(found)
    assert all(one.problem.detail and one.problem.title for one in found)
