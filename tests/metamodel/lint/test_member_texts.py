from metamodel.lint.member_texts import expressions_of, names_of
from metamodel.lint.subject import Subject, find_member
from tests.golden.kitchen_sink import kitchen_sink

ORDER = next(item for item in kitchen_sink().require().entities if item.name == "order")


def places(name: str) -> tuple[list[str], list[str]]:
    member = find_member(ORDER, name)
    assert member is not None
    return [at for at, _ in expressions_of(member)], [at for at, _ in names_of(member)]


def test_every_part_of_a_member_that_is_sql_has_its_place() -> None:
    assert places("secret")[0] == ["/mask/sql"]
    assert places("place")[0] == ["/geo/latitude", "/geo/longitude"]
    assert places("size")[0] == [
        "/case/when/0/condition",
        "/case/when/1/condition",
        "/case/when/1/label/expression",
    ]
    linked = ["/expression", "/links/0/url", "/links/1/params/0/value", "/key"]
    assert places("user_link")[0] == linked
    assert places("count")[0] == ["/drillFilters/0"]
    assert places("place_in_line")[0] == ["/orderBy/0/expression"]


def test_every_name_of_a_member_has_its_place() -> None:
    assert places("count")[1] == ["/drillMembers/0", "/drillMembers/1", "/drillMembers/2"]
    assert places("by_status")[1] == ["/grain/keepOnly/0", "/grain/include/0"]
    assert places("switched")[1] == ["/case/on"]
    assert places("last_year")[1] == ["/timeShifts/0/dimension"]


def test_places_are_pointers_into_the_document() -> None:
    positions = kitchen_sink().positions
    index = kitchen_sink().require().entities.index(ORDER)
    for at, member in Subject(kitchen_sink().require()).members(f"/entities/{index}", ORDER):
        for below, _ in (*expressions_of(member), *names_of(member)):
            assert at + below in positions
