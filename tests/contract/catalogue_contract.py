"""What every reader of a database's catalogue promises; on DuckDB always, on Postgres too."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from metamodel.importers.catalogue import Catalogue, Table, TableKind
from metamodel.importers.source_types import attribute_type
from metamodel.model.attribute import AttributeType

SHOP = (
    'CREATE SCHEMA "Back Office"',
    "CREATE TYPE mood AS ENUM ('glad', 'it''s fine')",
    """CREATE TABLE "Back Office"."Employee" (
        "EmployeeId" integer PRIMARY KEY,
        "Full Name" varchar(40) NOT NULL,
        "BossId" integer REFERENCES "Back Office"."Employee" ("EmployeeId"),
        UNIQUE ("Full Name")
    )""",
    """COMMENT ON TABLE "Back Office"."Employee" IS 'Who works here.'""",
    """COMMENT ON COLUMN "Back Office"."Employee"."Full Name" IS 'First name, then last.'""",
    """CREATE TABLE "Back Office".tour (
        employee integer NOT NULL, day date NOT NULL, lead integer,
        stand_in integer REFERENCES "Back Office"."Employee" ("EmployeeId"),
        state varchar(9) NOT NULL CHECK (state IN ('planned', 'done')),
        km decimal(9, 2) CHECK (km >= 0), feeling mood, stops integer[], note text,
        "order" bigint, flag boolean, seen timestamp with time zone, ident uuid,
        ratio double precision,
        PRIMARY KEY (employee, day),
        FOREIGN KEY (employee) REFERENCES "Back Office"."Employee" ("EmployeeId")
    )""",
    """CREATE TABLE "Back Office".stop (
        employee integer, day date, number smallint,
        FOREIGN KEY (employee, day) REFERENCES "Back Office".tour (employee, day)
    )""",
    'CREATE VIEW "Back Office".done AS SELECT employee, day FROM "Back Office".tour',
    """INSERT INTO "Back Office"."Employee" SELECT n, 'Name ' || n, NULL
       FROM generate_series(1, 40) AS s(n)""",
    """INSERT INTO "Back Office".stop SELECT NULL, NULL, n % 7
       FROM generate_series(1, 70) AS s(n)""",
)


class CatalogueContract(ABC):
    """Subclass it and say how to read a database that these statements have made."""

    usual_schema: ClassVar[str]

    @abstractmethod
    def read(
        self, statements: Sequence[str], schemas: Sequence[str] = (), *, statistics: bool = True
    ) -> Catalogue:
        """The catalogue of a fresh database."""

    def shop(self) -> Catalogue:
        return self.read(SHOP, ["Back Office"])

    def table(self, name: str) -> Table:
        found = self.shop().table("Back Office", name)
        assert found
        return found

    def test_tables_and_views_of_the_schemas_asked_for_by_name(self) -> None:
        assert [(item.name, item.kind) for item in self.shop().tables] == [
            ("Employee", TableKind.TABLE),
            ("done", TableKind.VIEW),
            ("stop", TableKind.TABLE),
            ("tour", TableKind.TABLE),
        ]

    def test_schemas_come_in_the_order_asked_for(self) -> None:
        made = ["CREATE SCHEMA b", "CREATE SCHEMA a", "CREATE TABLE b.x (n int)"]
        found = self.read([*made, "CREATE TABLE a.x (n int)"], ["b", "a"])
        assert [item.schema for item in found.tables] == ["b", "a"]

    def test_without_a_schema_the_usual_one_is_meant(self) -> None:
        found = self.read([*SHOP, f"CREATE TABLE {self.usual_schema}.elsewhere (id integer)"])
        assert [item.place for item in found.tables] == [f"{self.usual_schema}.elsewhere"]

    def test_names_keep_their_case_and_blanks(self) -> None:
        names = [item.name for item in self.table("Employee").columns]
        assert names == ["EmployeeId", "Full Name", "BossId"]

    def test_columns_stand_in_their_order_with_types_that_are_known_or_undecided(self) -> None:
        tour, dialect = self.table("tour"), self.shop().dialect
        kinds = {
            item.name: attribute_type(item.source_type or "", dialect) for item in tour.columns
        }
        names = "employee day lead stand_in state km feeling stops note order flag seen ident ratio"
        assert list(kinds) == names.split()
        assert kinds["employee"] is AttributeType.INTEGER
        assert kinds["day"] is AttributeType.DATE
        assert kinds["km"] is AttributeType.DECIMAL
        assert kinds["feeling"] is AttributeType.STRING
        assert kinds["stops"] is AttributeType.ARRAY
        assert kinds["seen"] is AttributeType.TIMESTAMPTZ
        assert kinds["ident"] is AttributeType.UUID
        assert kinds["ratio"] is AttributeType.FLOAT

    def test_what_may_be_null(self) -> None:
        nullable = {item.name: item.nullable for item in self.table("tour").columns}
        assert [name for name, may in nullable.items() if not may] == ["employee", "day", "state"]

    def test_keys_of_one_column_and_of_several(self) -> None:
        assert self.table("Employee").primary_key == ("EmployeeId",)
        assert self.table("Employee").unique == (("Full Name",),)
        assert self.table("tour").primary_key == ("employee", "day")
        assert self.table("stop").primary_key == ()

    def test_two_keys_to_one_table_a_key_to_oneself_and_one_of_several_columns(self) -> None:
        def ends(name: str) -> set[tuple[tuple[str, ...], str, str, tuple[str, ...]]]:
            keys = self.table(name).foreign_keys
            return {(item.columns, item.schema, item.table, item.target_columns) for item in keys}

        employee = ("Back Office", "Employee", ("EmployeeId",))
        assert ends("tour") == {(("employee",), *employee), (("stand_in",), *employee)}
        assert ends("Employee") == {(("BossId",), *employee)}
        pair = ("employee", "day")
        assert ends("stop") == {(pair, "Back Office", "tour", pair)}

    def test_values_of_checks_and_of_enums(self) -> None:
        values = {item.name: item.values for item in self.table("tour").columns if item.values}
        assert values == {"state": ("planned", "done"), "feeling": ("glad", "it's fine")}

    def test_other_checks_are_kept_as_they_are(self) -> None:
        (check,) = self.table("tour").checks
        assert "km" in check

    def test_comments(self) -> None:
        table = self.table("Employee")
        assert table.comment == "Who works here."
        assert [item.comment for item in table.columns] == [None, "First name, then last.", None]

    def test_statistics(self) -> None:
        employee, stop = self.table("Employee"), self.table("stop")
        assert (employee.rows, stop.rows) == (40, 70)
        assert [item.distinct for item in employee.columns[:2]] == [40, 40]
        assert stop.columns[2].distinct == 7

    def test_statistics_are_not_read_where_nobody_wants_them(self) -> None:
        found = self.read(SHOP, ["Back Office"], statistics=False)
        assert {one.distinct for item in found.tables for one in item.columns} == {None}

    def test_reading_twice_gives_the_same(self) -> None:
        assert self.shop() == self.shop()
