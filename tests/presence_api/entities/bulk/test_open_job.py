"""A job as its worker does it."""

import pytest

from presence_api.entities.bulk.open_job import OpenJob
from presence_api.entities.catalogue.view import EntityForbidden, EntityNotServed
from presence_api.entities.faults import RequestInvalid
from presence_api.ports.bulk_work import TakenJob
from presence_api.ports.row_conditions import KeyIn
from tests.fakes.entity_store import holds
from tests.fakes.served_models import FakeServedModels
from tests.presence_api.entities.bulk.ground import ANNA, BY_DAY, WHOLE, Ground
from tests.presence_api.entities.gadgets import model, row


def taken(**changes: object) -> TakenJob:
    ground = Ground(row(1))
    job = ground.queue(ANNA, ids=["1"], set={"status": "done", "name": None})
    found = ground.bulk.take("w", 1)
    assert found is not None
    assert found.id == job.id
    return found


def opened(models: FakeServedModels) -> OpenJob:
    return OpenJob.of(taken(), models)


def test_it_writes_what_was_asked_and_knows_where_that_shows() -> None:
    models = FakeServedModels(model())
    models.rollups = [BY_DAY, WHOLE]
    job = opened(models)
    assert {column.name: value for column, value in job.values.items()} == {
        "status": "done",
        "name": None,
    }
    assert job.changed == ("status", "name", "updated_at")
    query = job.rows(["1"]).written(["1"])
    assert [column.name for column in query.columns] == ["status", "name", "updated_at", "made"]


def test_rows_are_seen_as_their_author_may_and_written_whatever_becomes_of_them() -> None:
    rows = opened(FakeServedModels(model())).rows(["1", "2"])
    theirs = row(2, tenant_id="globex")
    assert holds(rows.seen(["1", "2"]).where, row(1))
    assert not holds(rows.seen(["1", "2"]).where, theirs)
    assert not holds(rows.seen(["2"]).where, row(1))
    written = rows.written(["2"]).where
    assert isinstance(written, KeyIn)
    assert holds(written, theirs)


def test_what_the_metamodel_does_not_allow_any_more_is_not_done() -> None:
    with pytest.raises(EntityNotServed):
        opened(FakeServedModels())
    with pytest.raises(EntityForbidden):
        opened(FakeServedModels(model(access=[{"groups": ["admin"], "allRows": True}])))
    with pytest.raises(RequestInvalid):
        opened(FakeServedModels(model(versioning=None)))
