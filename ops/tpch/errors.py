"""What loading TPC-H refuses."""

from metamodel.kernel.errors import RampartError


class OtherDataLoaded(RampartError):
    """The database holds tables with TPC-H's names, but not this data set at this scale."""

    code = "TPCH-001"
    hint = "Use another database, or drop those tables; they may hold work of yours."


class GeneratorMissing(RampartError):
    """DuckDB's TPC-H extension is not installed."""

    code = "TPCH-002"
    hint = "Run `make setup`."


class NoPublishedAnswers(RampartError):
    """There are no published answers for this scale factor."""

    code = "TPCH-003"
    hint = "Published are 0.01, 0.1 and 1."
