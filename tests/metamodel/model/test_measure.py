from metamodel.model.measure import Measure, MeasureType


def test_only_what_adds_up_is_additive() -> None:
    assert {item.value for item in MeasureType if not item.additive} == {
        "avg",
        "count_distinct",
        "number",
        "string",
        "time",
        "boolean",
        "rank",
        "number_agg",
    }


def test_a_count_needs_nothing_else() -> None:
    measure = Measure.model_validate_json('{"name": "count", "type": "count"}')
    assert measure.expression is None
    assert measure.filters == ()
