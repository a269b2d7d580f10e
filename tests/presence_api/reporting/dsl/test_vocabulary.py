"""What names mean in reports on one entity."""

import pytest

from metamodel.model.join_graph import join_graph
from presence_api.reporting.dsl.faults import Fault, FaultCode
from presence_api.reporting.dsl.member import Member
from presence_api.reporting.dsl.visibility import Visibility
from presence_api.reporting.dsl.vocabulary import Vocabulary, reportable
from tests.presence_api.reporting.asked import MASKING, asked, model, words


def test_a_dimension_is_found_by_its_path_in_any_spelling() -> None:
    short = words("order").dimension(asked("customer.nation.name"))
    long = words("order").dimension(asked("customer.customer_nation.name"))

    assert isinstance(short, Member)
    assert short == long
    assert (short.path, short.node) == ("customer.nation.name", "customer_nation")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("orderstats", ("orderstatus", "orderdate")),
        ("customer.mktsegmnt", ("customer.mktsegment",)),
        ("customer.seen_order_count", ()),
    ],
)
def test_what_is_unknown_is_told_with_what_is_near(text: str, near: tuple[str, ...]) -> None:
    found = words("order").dimension(asked(text))

    assert isinstance(found, Fault)
    assert (found.pointer, found.code) == ("/at", FaultCode.UNKNOWN_NAME)
    assert set(near) <= set(found.suggestions)
    assert "customer.seen_order_count" not in found.suggestions


def test_hidden_members_are_as_unknown_as_others() -> None:
    analyst, admin = words("part"), words("part", groups=("admin",))
    hidden = analyst.dimension(asked("avg_line_quantity"))
    missing = analyst.dimension(asked("avg_line_quantitx"))

    assert isinstance(admin.dimension(asked("avg_line_quantity")), Member)
    assert isinstance(hidden, Fault)
    assert isinstance(missing, Fault)
    assert (hidden.code, hidden.suggestions) == (missing.code, missing.suggestions)
    assert isinstance(words("lineitem").measure(asked("discount_total")), Fault)


def test_secrets_have_no_name_for_anybody() -> None:
    found = words("order", "kitchen_sink", ("admin", "ops")).dimension(asked("secret"))

    assert isinstance(found, Fault)


def test_measures_are_the_entitys_own() -> None:
    assert isinstance(words("order").measure(asked("count")), Member)
    for text in ("customer.count", "totalprice", "coutn"):
        assert isinstance(words("order").measure(asked(text)), Fault)


def test_older_names_are_understood() -> None:
    sink = words("order", "kitchen_sink", ("admin",))
    measure, segment = sink.measure(asked("n")), sink.segment(asked("finished"))

    assert isinstance(measure, Member)
    assert isinstance(segment, Member)
    assert (measure.path, segment.path) == ("count", "done")


def test_what_cannot_be_grouped_by_is_no_dimension() -> None:
    place = words("order", "kitchen_sink", ("admin",)).dimension(asked("place"))
    bio = words("order", "kitchen_sink", ("admin",)).dimension(asked("user.bio"))

    assert isinstance(place, Fault)
    assert place.code is FaultCode.UNFIT
    assert isinstance(bio, Fault)


def test_a_relation_is_no_member() -> None:
    found = words("order").dimension(asked("customer"))

    assert isinstance(found, Fault)
    assert found.message == "`customer` leads to an entity; name a member"


def test_an_entity_has_its_own_time() -> None:
    own = words("order").own_time("/time")
    none = words("user", "kitchen_sink")
    none.entity = none.entity.model_copy(update={"time": None})
    missing = none.own_time("/time")

    assert isinstance(own, Member)
    assert own.path == "orderdate"
    assert isinstance(missing, Fault)
    assert missing.code is FaultCode.MISSING


def test_rows_behind_a_measure_are_shown_as_far_as_somebody_sees_them() -> None:
    sink = words("order", "kitchen_sink", ("admin",))
    count = sink.measure(asked("count"))
    assert isinstance(count, Member)

    assert [item.path for item in sink.drill_members(count)] == ["id", "status", "user.city"]
    stranger = words("order", "kitchen_sink", ("stranger",))
    assert [item.path for item in stranger.drill_members(count)] == []


def test_masked_members_say_so() -> None:
    found = Vocabulary(MASKING, join_graph(MASKING), MASKING.entities[0], ("guest",))
    page, status = found.dimension(asked("comment")), found.dimension(asked("name"))

    assert isinstance(page, Member)
    assert isinstance(status, Member)
    assert (page.visibility, status.visibility) == (Visibility.MASKED, Visibility.SHOWN)


def test_hidden_entities_have_no_reports() -> None:
    assert "shipment" not in reportable(model("kitchen_sink"))
    assert "order" in reportable(model("kitchen_sink"))
