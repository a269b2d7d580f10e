"""A publisher that is killed at one step: `STEP DOCUMENT_FILE`, on the stack of its environment."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from metamodel.events.codec import Codec
from metamodel.events.core_metamodel_published import MetamodelPublished
from metamodel.modelgen.generated import GeneratedModel
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.postgres import Postgres
from orchestration.adapters.publications_postgres import PostgresPublications
from orchestration.composition import compose, model_source
from orchestration.flows.prepare_model import prepare_model
from orchestration.flows.publish_model import publish_model
from orchestration.ports.publications import Publication
from orchestration.settings import Settings
from tests.faults.preaggs.fuse import Fuse

BEFORE_ROW, BEFORE_LANDING = "before-row", "before-landing"
BEFORE_FLIP, BEFORE_ANNOUNCEMENT = "before-flip", "before-announcement"
MODEL = "model"


class FatalPublications(PostgresPublications):
    """The publications, with a fuse before and after a candidate's row, and before the flip."""

    def __init__(self, settings: Settings, fuse: Fuse) -> None:
        super().__init__(Postgres(settings.database_url.get_secret_value()))
        self._fuse = fuse

    def propose(self, model: GeneratedModel, document: Mapping[str, Any]) -> Publication:
        self._fuse.reach(BEFORE_ROW, MODEL)
        candidate = super().propose(model, document)
        self._fuse.reach(BEFORE_LANDING, MODEL)
        return candidate

    def flip(self, candidate: Publication) -> Publication:
        self._fuse.reach(BEFORE_FLIP, MODEL)
        return super().flip(candidate)


class FatalSink(KafkaEventSink):
    """The event sink, with a fuse before the announcement of a version."""

    def __init__(self, settings: Settings, fuse: Fuse) -> None:
        super().__init__(settings.kafka_bootstrap, Codec.committed())
        self._fuse = fuse

    def publish(self, topic: str, payloads: Sequence[Mapping[str, Any]]) -> None:
        if topic == MetamodelPublished.name:
            self._fuse.reach(BEFORE_ANNOUNCEMENT, MODEL)
        super().publish(topic, payloads)


def main(step: str, document: str) -> None:
    """Publish; does not return."""
    settings = Settings()
    fuse = Fuse(Path(document).parent / "publisher-fuse")
    fuse.arm(step, MODEL)
    platform = compose(settings)
    source = replace(model_source(settings), document=Path(document).read_text(encoding="utf-8"))
    tools = replace(
        platform.publish,
        publications=FatalPublications(settings, fuse),
        sink=FatalSink(settings, fuse),
    )
    prepare = partial(prepare_model, source, platform.compiler)
    publish_model(source.name, prepare, tools, run_id="killed-publisher")


if __name__ == "__main__":
    main(*sys.argv[1:])
