"""The words of differences."""

from metamodel.streaming.changes import Difference, Stage, Verdict


def test_what_is_new_and_wider_comes_before_what_is_narrower_and_gone() -> None:
    wider = {Stage.CREATE_TOPICS, Stage.WIDEN_CONFIGS, Stage.PUT_CREDENTIALS, Stage.ADD_GRANTS}
    narrower = {Stage.NARROW_CONFIGS, Stage.LOWER_QUOTAS, Stage.REMOVE_GRANTS, Stage.DELETE_TOPICS}

    assert max(wider) < min(narrower)
    assert Stage.PUT_CREDENTIALS < Stage.ADD_GRANTS < Stage.REMOVE_GRANTS < Stage.REMOVE_CREDENTIALS


def test_what_is_only_worth_knowing_is_no_drift_and_comes_last() -> None:
    info = Difference("topic", "a", "", "3", None, Verdict.INFO)
    work = Difference("topic", "b", "", None, "3", Verdict.SAFE, stage=Stage.DELETE_TOPICS)

    assert (info.is_drift, work.is_drift) == (False, True)
    assert min(info, work, key=lambda item: item.order) is work
