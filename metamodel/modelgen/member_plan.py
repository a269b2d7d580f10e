"""Members of a cube in Cube's words: a field is a key of the YAML, its default is left out."""

from collections.abc import Mapping
from typing import Any

from metamodel.modelgen.plan_node import PlanNode
from metamodel.modelgen.policy_plan import ConditionPlan
from metamodel.modelgen.sql import QuotedSql, Sql, SqlBody

Meta = Mapping[str, Any]
MaskPlan = bool | int | float | SqlBody


class LinkFormatPlan(PlanNode, frozen=True):
    """A format that shows a value as a link with a fixed label."""

    type: str
    label: str


class LinkParameterPlan(PlanNode, frozen=True):
    """A parameter of a link."""

    key: str
    value: Sql


class LinkPlan(PlanNode, frozen=True):
    """Where a value leads."""

    name: str
    label: str
    url: QuotedSql | None = None
    dashboard: str | None = None
    icon: str | None = None
    target: str | None = None
    primary: bool = False
    params: tuple[LinkParameterPlan, ...] = ()


class GranularityPlan(PlanNode, frozen=True):
    """A granularity of a dimension's own."""

    name: str
    title: str | None = None
    interval: str | None = None
    origin: str | None = None
    offset: str | None = None
    sql: Sql | None = None


class TimeShiftPlan(PlanNode, frozen=True):
    """A shift in time: of a calendar's dimension, or of a measure."""

    name: str | None = None
    time_dimension: str | None = None
    type: str | None = None
    interval: str | None = None
    sql: Sql | None = None


class WhenPlan(PlanNode, frozen=True):
    """One branch of a case: a condition and its label, or a value and its SQL."""

    value: str | None = None
    sql: Sql | None = None
    label: str | SqlBody | None = None


class ElsePlan(PlanNode, frozen=True):
    """The last branch."""

    sql: Sql | None = None
    label: str | SqlBody | None = None


class CasePlan(PlanNode, frozen=True):
    """A value by conditions, or by the value of a switch."""

    when: tuple[WhenPlan, ...]
    switch: Sql | None = None
    else_: ElsePlan | None = None


class GrainPlan(PlanNode, frozen=True):
    """What an inner figure is grouped by."""

    exclude: tuple[str, ...] = ()
    keep_only: tuple[str, ...] | None = None
    include: tuple[str, ...] = ()


class StageFilterPlan(PlanNode, frozen=True):
    """Which filters reach an inner figure."""

    mode: str | None = None
    exclude: tuple[str, ...] = ()
    keep_only: tuple[str, ...] | None = None
    include: tuple[ConditionPlan, ...] = ()


class OrderPlan(PlanNode, frozen=True):
    """What a ranking looks at."""

    sql: Sql
    dir: str


class RollingWindowPlan(PlanNode, frozen=True):
    """A window over time."""

    type: str | None = None
    trailing: str | None = None
    leading: str | None = None
    offset: str | None = None
    granularity: str | None = None


class DimensionPlan(PlanNode, frozen=True):
    """A dimension; `public` None leaves Cube's default."""

    name: str
    type: str
    sql: Sql | None = None
    case: CasePlan | None = None
    latitude: SqlBody | None = None
    longitude: SqlBody | None = None
    values: tuple[str, ...] = ()
    primary_key: bool = False
    sub_query: bool = False
    propagate_filters_to_sub_query: bool = False
    multi_stage: bool = False
    add_group_by: tuple[str, ...] = ()
    filter: StageFilterPlan | None = None
    key: Sql | None = None
    public: bool | None = None
    title: str | None = None
    description: str | None = None
    aliases: tuple[str, ...] = ()
    format: str | LinkFormatPlan | None = None
    currency: str | None = None
    order: str | None = None
    values_as_segments: bool | None = None
    suggest_filter_values: bool | None = None
    mask: MaskPlan | None = None
    links: tuple[LinkPlan, ...] = ()
    granularities: tuple[GranularityPlan, ...] = ()
    time_shift: tuple[TimeShiftPlan, ...] = ()
    meta: Meta | None = None


class MeasurePlan(PlanNode, frozen=True):
    """A measure; only a count goes without SQL."""

    name: str
    type: str
    sql: Sql | None = None
    case: CasePlan | None = None
    multi_stage: bool = False
    filters: tuple[SqlBody, ...] = ()
    rolling_window: RollingWindowPlan | None = None
    cumulative: bool | None = None
    time_shift: tuple[TimeShiftPlan, ...] = ()
    grain: GrainPlan | None = None
    group_by: tuple[str, ...] | None = None
    reduce_by: tuple[str, ...] = ()
    add_group_by: tuple[str, ...] = ()
    filter: StageFilterPlan | None = None
    order_by: tuple[OrderPlan, ...] = ()
    format: str | None = None
    currency: str | None = None
    public: bool | None = None
    title: str | None = None
    description: str | None = None
    aliases: tuple[str, ...] = ()
    drill_members: tuple[str, ...] = ()
    drill_filters: tuple[SqlBody, ...] = ()
    mask: MaskPlan | None = None
    meta: Meta | None = None


class SegmentPlan(PlanNode, frozen=True):
    """A named condition."""

    name: str
    sql: Sql
    public: bool | None = None
    title: str | None = None
    description: str | None = None
    aliases: tuple[str, ...] = ()
    meta: Meta | None = None


class HierarchyPlan(PlanNode, frozen=True):
    """Dimensions from coarse to fine."""

    name: str
    levels: tuple[str, ...]
    title: str | None = None
    public: bool | None = None
