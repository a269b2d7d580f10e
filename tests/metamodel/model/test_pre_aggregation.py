from metamodel.model.partitions import Granularity
from metamodel.model.pre_aggregation import PreAggregation, TimeGranularity


def test_granularities_are_ranked_from_fine_to_coarse() -> None:
    ranks = [
        item.rank for item in (TimeGranularity.HOUR, TimeGranularity.DAY, TimeGranularity.YEAR)
    ]
    assert ranks == sorted(ranks)


def test_every_partition_granularity_is_a_time_granularity() -> None:
    assert {item.value for item in Granularity} < {item.value for item in TimeGranularity}


def test_a_rollup_is_read_with_its_partition() -> None:
    text = '{"name": "a", "time": {"dimension": "t", "granularity": "day"}, "partition": "month"}'
    assert PreAggregation.model_validate_json(text).partition is Granularity.MONTH
