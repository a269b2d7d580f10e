from orchestration.ports.rollup_tables import RollupTables
from tests.fakes.publications import FakeRollupTables
from tests.fakes.rollups import rollup


def test_the_fake_sees_what_was_built_and_is_not_hidden() -> None:
    fake = FakeRollupTables({"a": "preaggs.a", "b": "preaggs.b"})
    fake.hidden.add("preaggs.b")
    tables: RollupTables = fake

    assert tables.existing(["preaggs.a", "preaggs.b", "preaggs.c"]) == {"preaggs.a"}
    assert tables.outside(rollup()) is None
