"""Cases, and calculations over other figures, in Cube's words."""

from metamodel.model.cases import Case, Label, SwitchCase
from metamodel.model.multi_stage import Grain, StageFilter, TimeShift
from metamodel.modelgen.expressions import Translator
from metamodel.modelgen.member_plan import (
    CasePlan,
    ElsePlan,
    GrainPlan,
    StageFilterPlan,
    TimeShiftPlan,
    WhenPlan,
)
from metamodel.modelgen.plan_policies import condition_plan
from metamodel.modelgen.sql import Sql, SqlBody


def case_plan(item: Case, words: Translator) -> CasePlan:
    """A label by conditions."""
    return CasePlan(
        when=tuple(
            WhenPlan(sql=words.sql(one.condition), label=_label(one.label, words))
            for one in item.when
        ),
        else_=ElsePlan(label=_label(item.otherwise, words)),
    )


def switch_plan(item: SwitchCase, words: Translator) -> CasePlan:
    """An expression by the value of a switch."""
    (switch,) = words.local((item.on,))
    own = f"{{CUBE.{switch}}}" if "." not in switch else f"{{{switch}}}"
    otherwise = words.sql(item.otherwise) if item.otherwise else None
    return CasePlan(
        switch=Sql(own),
        when=tuple(WhenPlan(value=one.value, sql=words.sql(one.expression)) for one in item.when),
        else_=ElsePlan(sql=otherwise) if otherwise else None,
    )


def stage_filter(item: StageFilter, words: Translator) -> StageFilterPlan:
    """Which filters reach an inner figure."""
    return StageFilterPlan(
        mode=item.mode.value if item.mode else None,
        exclude=words.local(item.exclude),
        keep_only=None if item.keep_only is None else words.local(item.keep_only),
        include=tuple(condition_plan(one) for one in item.include),
    )


def grain_plan(item: Grain, words: Translator) -> GrainPlan:
    """What an inner figure is grouped by."""
    return GrainPlan(
        exclude=words.local(item.exclude),
        keep_only=None if item.keep_only is None else words.local(item.keep_only),
        include=words.local(item.include),
    )


def time_shift(item: TimeShift, words: Translator) -> TimeShiftPlan:
    """The same figure at another time."""
    return TimeShiftPlan(
        name=item.name,
        time_dimension=words.local((item.dimension,))[0] if item.dimension else None,
        type=item.direction.value if item.direction else None,
        interval=item.interval,
    )


def _label(item: Label, words: Translator) -> str | SqlBody:
    return SqlBody(words.sql(item.expression)) if item.expression else item.text or ""
