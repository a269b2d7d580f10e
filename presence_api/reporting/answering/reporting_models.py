"""The models that reports may be asked of, each made ready once."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from metamodel.kernel.errors import RampartError
from presence_api.ports.published_models import PublishedModel, PublishedModels
from presence_api.reporting.answering.reporting_model import ReportingModel


class NothingServed(RampartError):
    """No metamodel serves, or none could be read since this instance started."""

    code: ClassVar[str] = "RPT-211"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Publish one (`rampart modelgen publish`); /health/ready says what fails."


class ReportingModels:
    """Looks at what serves whenever it is asked."""

    def __init__(self, published: PublishedModels) -> None:
        self._published = published
        self._ready: Mapping[PublishedModel, ReportingModel] = {}

    def make_ready(
        self, coming: Sequence[PublishedModel]
    ) -> Mapping[PublishedModel, ReportingModel]:
        """Plan what is about to serve, beside what does: no request has to wait for that."""
        known = dict.fromkeys([*self._published.published(), *coming])
        ready = {one: self._ready.get(one) or ReportingModel(one) for one in known}
        self._ready = ready
        return ready

    def all(self) -> Sequence[ReportingModel]:
        """Every model that serves, the newest publication first. Raises NothingServed."""
        served = self._published.published()
        if not served:
            raise NothingServed("reports")
        ready = self._ready
        if not ready.keys() >= set(served):
            ready = self.make_ready(served)
        return [ready[one] for one in reversed(served)]

    def of(self, document: Any) -> ReportingModel:
        """The model of the entity that a request names, or else any: it says what is wrong."""
        entity = document.get("entity") if isinstance(document, dict) else None
        models = self.all()
        return next(
            (one for one in models if _has(one, entity)),
            models[0],
        )


def _has(model: ReportingModel, entity: Any) -> bool:
    return isinstance(entity, str) and model.published.model.entity(entity) is not None
