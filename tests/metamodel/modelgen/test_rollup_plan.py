from metamodel.modelgen.rollup_plan import RefreshKeyPlan, RollupPlan, RollupTimePlan

PLAN = RollupPlan("a", "rollup", measures=("o.count",), time_dimension="o.at")


def test_its_members_are_those_of_every_kind() -> None:
    several = RollupPlan("a", "rollup", time_dimensions=(RollupTimePlan("o.b", "day"),))
    assert PLAN.members == ("o.count", "o.at")
    assert several.members == ("o.b",)


def test_only_rollups_are_built_on_events() -> None:
    assert PLAN.built
    assert not RollupPlan("a", "rollup_lambda", rollups=("o.a",)).built


def test_its_content_is_the_same_whenever_it_is_built() -> None:
    hourly = RollupPlan(
        "a",
        "rollup",
        measures=("o.count",),
        time_dimension="o.at",
        refresh_key=RefreshKeyPlan(every="1 hour"),
        scheduled_refresh=True,
    )
    assert hourly.content == PLAN.content
