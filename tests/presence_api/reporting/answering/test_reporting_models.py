"""Models are made ready once, for as long as they serve."""

import pytest

from presence_api.reporting.answering.reporting_models import NothingServed, ReportingModels
from tests.fakes.published_models import FakePublishedModels
from tests.presence_api.reporting.answering.world import published


def test_a_publication_is_made_ready_once_and_another_one_anew() -> None:
    served = FakePublishedModels(published())
    models = ReportingModels(served)
    (first,) = models.all()
    assert models.of({"entity": "order"}) is first
    assert models.of([]) is models.of({"entity": "moon"}) is first
    served.serve(published())
    (second,) = models.all()
    assert second is not first


def test_what_was_made_ready_before_it_serves_is_not_planned_again() -> None:
    old, new = published(), published()
    served = FakePublishedModels(old)
    models = ReportingModels(served)
    (before,) = models.all()
    models.make_ready([new])
    assert models.all() == [before]
    served.serve(new)
    (after,) = models.all()
    models.make_ready([new])
    assert after.published is new
    assert models.all() == [after]


def test_before_anything_serves_nothing_can_be_asked() -> None:
    with pytest.raises(NothingServed):
        ReportingModels(FakePublishedModels()).of({"entity": "order"})
