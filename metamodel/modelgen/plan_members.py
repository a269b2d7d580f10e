"""Dimensions, measures and segments of an entity in Cube's words."""

from msgspec.structs import replace

from metamodel.model.attribute import Attribute, ComputedDimension, Dimension
from metamodel.model.display import Described, Link, Mask
from metamodel.model.entity import Entity
from metamodel.model.hierarchy import Hierarchy
from metamodel.model.measure import Segment
from metamodel.model.time_shape import CalendarShift, CustomGranularity
from metamodel.modelgen.expressions import Translator
from metamodel.modelgen.member_plan import (
    DimensionPlan,
    GranularityPlan,
    HierarchyPlan,
    LinkFormatPlan,
    LinkParameterPlan,
    LinkPlan,
    MaskPlan,
    SegmentPlan,
    TimeShiftPlan,
)
from metamodel.modelgen.plan_key import composite_key
from metamodel.modelgen.plan_stages import case_plan, stage_filter, switch_plan
from metamodel.modelgen.sql import QuotedSql, Sql, SqlBody

__all__ = ["dimensions", "hierarchy", "mask_plan", "segment"]


def dimensions(entity: Entity, words: Translator) -> tuple[DimensionPlan, ...]:
    """The composite key if there is one, a dimension a column, and the computed ones."""
    composite = composite_key(entity)
    simple = entity.keys.primary if composite is None else ()
    return (
        *((composite,) if composite else ()),
        *(
            _attribute(item, words, is_key=item.name in simple)
            for item in entity.attributes
            if not item.type.opaque
        ),
        *(_computed(item, words) for item in entity.computed),
    )


def segment(item: Segment, words: Translator) -> SegmentPlan:
    """A named condition."""
    return SegmentPlan(
        name=item.name,
        sql=words.sql(item.expression),
        public=shown(item),
        title=item.title,
        description=item.description,
        aliases=item.aliases,
        meta=item.meta,
    )


def hierarchy(item: Hierarchy, words: Translator) -> HierarchyPlan:
    """A drill path."""
    public = None if item.public else False
    return HierarchyPlan(item.name, words.local(item.levels), item.title, public)


def shown(item: Described) -> bool | None:
    """Cube's default, unless it is to be hidden."""
    return None if item.public else False


def mask_plan(item: Mask | None, words: Translator) -> MaskPlan | None:
    """What is shown instead; a text is SQL of its own, because Cube takes it for Python."""
    if item is None:
        return None
    if item.value is not None:
        return item.value
    if item.sql is not None:
        return SqlBody(words.sql(item.sql))
    quoted = (item.text or "").replace("'", "''")
    return SqlBody(Sql(f"'{quoted}'"))


def _attribute(item: Attribute, words: Translator, *, is_key: bool) -> DimensionPlan:
    plan = DimensionPlan(
        name=item.name,
        type=item.member_type.value,
        sql=words.column(item),
        # Cube hides keys unless told otherwise.
        public=item.public if is_key or not item.public else None,
        primary_key=is_key,
    )
    return _with_looks(plan, item, words)


def _computed(item: ComputedDimension, words: Translator) -> DimensionPlan:
    case = case_plan(item.case, words) if item.case else None
    plan = DimensionPlan(
        name=item.name,
        type=item.type.value,
        sql=words.sql(item.expression) if item.expression else None,
        case=switch_plan(item.switch, words) if item.switch else case,
        latitude=SqlBody(words.sql(item.geo.latitude)) if item.geo else None,
        longitude=SqlBody(words.sql(item.geo.longitude)) if item.geo else None,
        values=item.values,
        public=shown(item),
        sub_query=item.sub_query,
        propagate_filters_to_sub_query=item.propagate_filters,
        multi_stage=item.multi_stage,
        add_group_by=words.local(item.add_group_by),
        filter=stage_filter(item.filter, words) if item.filter else None,
        key=words.sql(item.key) if item.key else None,
    )
    return _with_looks(plan, item, words)


def _with_looks(plan: DimensionPlan, item: Dimension, words: Translator) -> DimensionPlan:
    """The same with what every dimension can have."""
    if item.model_fields_set <= _BARE:
        return replace(plan, title=item.title, description=item.description)
    label = item.link_label
    return replace(
        plan,
        title=item.title,
        description=item.description,
        aliases=item.aliases,
        format=LinkFormatPlan("link", label) if label else item.format,
        currency=item.currency,
        order=item.order,
        values_as_segments=item.values_as_segments,
        suggest_filter_values=item.suggest_filter_values,
        mask=mask_plan(item.mask, words),
        links=tuple(_link(one, words) for one in item.links),
        granularities=tuple(_granularity(one, words) for one in item.granularities),
        time_shift=tuple(_shift(one, words) for one in item.time_shifts),
        meta=item.meta,
    )


_BARE = frozenset(
    {
        *("id", "name", "column", "type", "nullable", "cardinality"),
        *("public", "expression", "title", "description"),
    }
)
"""Fields that say no more of looks than two words: most dimensions have no others."""


def _link(item: Link, words: Translator) -> LinkPlan:
    return LinkPlan(
        name=item.name,
        label=item.label,
        url=QuotedSql(words.text(item.url)) if item.url else None,
        dashboard=item.dashboard,
        icon=item.icon,
        target=item.target,
        primary=item.primary,
        params=tuple(LinkParameterPlan(one.key, words.text(one.value)) for one in item.params),
    )


def _granularity(item: CustomGranularity, words: Translator) -> GranularityPlan:
    return GranularityPlan(
        name=item.name,
        title=item.title,
        interval=item.interval,
        origin=item.origin,
        offset=item.offset,
        sql=words.sql(item.expression) if item.expression else None,
    )


def _shift(item: CalendarShift, words: Translator) -> TimeShiftPlan:
    return TimeShiftPlan(
        name=item.name,
        type=item.direction.value if item.direction else None,
        interval=item.interval,
        sql=words.sql(item.expression) if item.expression else None,
    )
