"""SQL as Cube reads it, apart from all other text."""

from metamodel.modelgen.plan_node import PlanNode


class Sql(str):
    """SQL for Cube: its `{member}` references are kept when text is escaped."""

    __slots__ = ()


class QuotedSql(Sql):
    """SQL where Cube expects an expression of Python: it is handed over as a text of Python's."""

    __slots__ = ()


class SqlBody(PlanNode, frozen=True):
    """`sql:` on a line of its own, where Cube wants an object."""

    sql: Sql
