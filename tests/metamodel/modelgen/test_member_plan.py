from metamodel.modelgen.block import emitted
from metamodel.modelgen.member_plan import DimensionPlan, LinkPlan, TimeShiftPlan
from tests.golden.kitchen_sink import kitchen_plan


def test_a_bare_dimension_says_its_name_and_type_only() -> None:
    assert emitted(DimensionPlan("a", "string")) == {"name": "a", "type": "string"}
    link = {"name": "a", "label": "A", "dashboard": "b"}
    assert emitted(LinkPlan("a", "A", dashboard="b")) == link


def test_a_calendar_shifts_by_name_by_interval_and_by_column() -> None:
    (date,) = (item for item in kitchen_plan().cube("fiscal_days").dimensions if item.time_shift)
    assert date.time_shift == (
        TimeShiftPlan(type="prior", interval="1 month", sql=date.time_shift[0].sql),
        TimeShiftPlan(name="six_weeks", type="prior", interval="42 days"),
        TimeShiftPlan(name="same_day", sql=date.time_shift[2].sql),
    )
