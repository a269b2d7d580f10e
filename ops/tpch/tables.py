"""TPC-H's eight tables in Postgres, with the columns that the platform adds."""

from dataclasses import dataclass

EPOCH = "TIMESTAMP '1992-01-01'"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns as TPC-H has them, its keys, and how the added columns are filled."""

    name: str
    columns: str  # `name type`, comma-separated, in TPC-H's order; all NOT NULL
    key: str
    references: tuple[tuple[str, str], ...] = ()  # columns -> table
    indexes: tuple[str, ...] = ()
    source: str = ""  # joins that give `tenant_id`; empty: shared by all tenants
    updated_at: str = EPOCH  # from the data, so that two loads are equal

    @property
    def tenanted(self) -> bool:
        """Does every row belong to one tenant?"""
        return bool(self.source)

    def create(self) -> str:
        """DDL without foreign keys and indexes, which wait for the rows."""
        columns = [f"{column.strip()} NOT NULL" for column in self.columns.split(";")]
        if self.tenanted:
            columns.append("tenant_id text NOT NULL")
        columns.append("version bigint NOT NULL DEFAULT 1")
        columns.append("updated_at timestamptz NOT NULL")
        return f"CREATE TABLE {self.name} ({', '.join(columns)}, PRIMARY KEY ({self.key}))"

    def select(self) -> str:
        """DuckDB's query for all rows, columns in the order of `create`."""
        tenant = ", r.r_name AS tenant_id" if self.tenanted else ""
        return (
            f"SELECT {self.name}.*{tenant}, 1 AS version, {self.updated_at} AS updated_at"  # noqa: S608 - constants
            f" FROM {self.name} {self.source} ORDER BY {self.key}"
        )

    def constrain(self) -> list[str]:
        """DDL for foreign keys and indexes."""
        keys = [
            f"ALTER TABLE {self.name} ADD FOREIGN KEY ({columns}) REFERENCES {table}"
            for columns, table in self.references
        ]
        indexed = [*self.indexes, *(["tenant_id"] if self.tenanted else [])]
        return keys + [f"CREATE INDEX ON {self.name} ({columns})" for columns in indexed]


_OF_CUSTOMER = (
    "JOIN nation n ON n.n_nationkey = c_nationkey JOIN region r ON r.r_regionkey = n.n_regionkey"
)
_OF_ORDER = f"JOIN customer ON c_custkey = o_custkey {_OF_CUSTOMER}"

TABLES = (
    Table("region", "r_regionkey int; r_name text; r_comment text", "r_regionkey"),
    Table(
        "nation",
        "n_nationkey int; n_name text; n_regionkey int; n_comment text",
        "n_nationkey",
        (("n_regionkey", "region"),),
    ),
    Table(
        "supplier",
        "s_suppkey bigint; s_name text; s_address text; s_nationkey int; s_phone text;"
        "s_acctbal numeric(15,2); s_comment text",
        "s_suppkey",
        (("s_nationkey", "nation"),),
        ("s_nationkey",),
    ),
    Table(
        "customer",
        "c_custkey bigint; c_name text; c_address text; c_nationkey int; c_phone text;"
        "c_acctbal numeric(15,2); c_mktsegment text; c_comment text",
        "c_custkey",
        (("c_nationkey", "nation"),),
        ("c_nationkey",),
        _OF_CUSTOMER,
    ),
    Table(
        "part",
        "p_partkey bigint; p_name text; p_mfgr text; p_brand text; p_type text; p_size int;"
        "p_container text; p_retailprice numeric(15,2); p_comment text",
        "p_partkey",
    ),
    Table(
        "partsupp",
        "ps_partkey bigint; ps_suppkey bigint; ps_availqty int; ps_supplycost numeric(15,2);"
        "ps_comment text",
        "ps_partkey, ps_suppkey",
        (("ps_partkey", "part"), ("ps_suppkey", "supplier")),
        ("ps_suppkey",),
    ),
    Table(
        "orders",
        "o_orderkey bigint; o_custkey bigint; o_orderstatus text; o_totalprice numeric(15,2);"
        "o_orderdate date; o_orderpriority text; o_clerk text; o_shippriority int; o_comment text",
        "o_orderkey",
        (("o_custkey", "customer"),),
        ("o_custkey", "o_orderdate"),
        _OF_ORDER,
        "o_orderdate::TIMESTAMP",
    ),
    Table(
        "lineitem",
        "l_orderkey bigint; l_partkey bigint; l_suppkey bigint; l_linenumber int;"
        "l_quantity numeric(15,2); l_extendedprice numeric(15,2); l_discount numeric(15,2);"
        "l_tax numeric(15,2); l_returnflag text; l_linestatus text; l_shipdate date;"
        "l_commitdate date; l_receiptdate date; l_shipinstruct text; l_shipmode text;"
        "l_comment text",
        "l_orderkey, l_linenumber",
        (("l_orderkey", "orders"), ("l_partkey, l_suppkey", "partsupp")),
        ("l_partkey, l_suppkey", "l_suppkey", "l_shipdate"),
        f"JOIN orders ON o_orderkey = l_orderkey {_OF_ORDER}",
        "l_receiptdate::TIMESTAMP",
    ),
)
