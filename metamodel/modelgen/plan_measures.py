"""Measures of an entity in Cube's words."""

from msgspec.structs import replace

from metamodel.model.measure import Measure, RollingWindow, WindowType
from metamodel.modelgen.expressions import Translator
from metamodel.modelgen.member_plan import MeasurePlan, OrderPlan, RollingWindowPlan
from metamodel.modelgen.plan_members import mask_plan, shown
from metamodel.modelgen.plan_stages import grain_plan, stage_filter, switch_plan, time_shift
from metamodel.modelgen.sql import SqlBody


def measure(item: Measure, words: Translator) -> MeasurePlan:
    """An aggregate, or a calculation over others."""
    plan = MeasurePlan(
        name=item.name,
        type=item.type.value,
        sql=words.sql(item.expression) if item.expression else None,
        filters=tuple(SqlBody(words.sql(text)) for text in item.filters),
        rolling_window=_window(item.rolling_window) if item.rolling_window else None,
        cumulative=item.cumulative,
        format=item.format,
        currency=item.currency,
        public=shown(item),
        title=item.title,
        description=item.description,
        aliases=item.aliases,
        drill_members=words.local(item.drill_members),
        drill_filters=tuple(SqlBody(words.sql(text)) for text in item.drill_filters),
        mask=mask_plan(item.mask, words),
        meta=item.meta,
    )
    return _with_stages(plan, item, words) if item.multi_stage else plan


def _with_stages(plan: MeasurePlan, item: Measure, words: Translator) -> MeasurePlan:
    """The same as a calculation over other figures."""
    return replace(
        plan,
        multi_stage=True,
        case=switch_plan(item.case, words) if item.case else None,
        time_shift=tuple(time_shift(one, words) for one in item.time_shifts),
        grain=grain_plan(item.grain, words) if item.grain else None,
        group_by=None if item.group_by is None else words.local(item.group_by),
        reduce_by=words.local(item.reduce_by),
        add_group_by=words.local(item.add_group_by),
        filter=stage_filter(item.filter, words) if item.filter else None,
        order_by=tuple(
            OrderPlan(words.sql(one.expression), one.direction.value) for one in item.order_by
        ),
    )


def _window(item: RollingWindow) -> RollingWindowPlan:
    return RollingWindowPlan(
        type=None if item.type is WindowType.FIXED else item.type.value,
        trailing=item.trailing,
        leading=item.leading,
        offset=item.offset.value if item.offset else None,
        granularity=item.granularity,
    )
