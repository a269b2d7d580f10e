"""NMX001."""

from collections.abc import Iterator

from metamodel.naming.channels import record_name
from metamodel.naming.derive import Derivation, MetamodelName, Surface
from metamodel.naming.errors import BadTopicName
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

_SURFACES = {
    NameKind.CUBE: Surface.CUBE,
    NameKind.REST_PATH: Surface.REST,
    NameKind.ROOM: Surface.WEBSOCKET,
}


class LayersDisagree(NamingRule):
    """A name is not the one that is derived from the metamodel or from its channel.

    Cubes, paths and rooms follow from their entity, topics and Avro records from their channel. A
    name that has to differ is fixed in the dictionary, or an alias with an end.

    Why: whoever knows the metamodel has to be able to guess every other name.

    Bad: `order_cube` (cube, entity=order), `/api/v1/entities/orders` (rest_path, entity=order),
    `entity.events.v1` (topic, channel=entity.lifecycle),
    `Event` (avro_record, channel=entity.lifecycle, namespace=entity).
    Good: `orders` (cube, entity=order), `/api/v1/entities/order` (rest_path, entity=order),
    `order` (room, entity=order), `entity.lifecycle.v1` (topic, channel=entity.lifecycle),
    `Lifecycle` (avro_record, channel=entity.lifecycle, namespace=entity).
    """

    code = "NMX001"
    kinds = (*_SURFACES, NameKind.TOPIC, NameKind.AVRO_RECORD)
    cure = "Generate it again, or write down in the dictionary why it differs."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        entity, channel = name.facts.get("entity"), name.facts.get("channel")
        if entity and name.kind in _SURFACES:
            surface = _SURFACES[name.kind]
            derived = Derivation((), survey.dictionary).derive(MetamodelName(entity), surface)
            if name.text != derived:
                yield self.wrong(name, f"is not what `{entity}` is called in {surface}", derived)
        elif channel and name.kind is NameKind.TOPIC:
            if not name.text.startswith(f"{channel}.v"):
                yield self.wrong(name, f"does not follow from its channel `{channel}`")
        elif channel:
            yield from self._record(name, channel)

    def _record(self, name: CollectedName, channel: str) -> Iterator[Fault]:
        try:
            namespace, record = record_name(channel)
        except BadTopicName:
            yield self.wrong(name, f"belongs to `{channel}`, which is no channel")
            return
        if (name.facts.get("namespace"), name.text) != (namespace, record):
            told = f"is not `{namespace}.{record}`, as its channel says"
            yield self.wrong(name, told, record)
