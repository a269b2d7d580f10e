"""A name somebody gave to something: what kind it is of, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NameKind(StrEnum):
    """What a name is the name of."""

    MODULE = "module"
    CLASS = "class"
    EXCEPTION = "exception"
    ASSET_KEY = "asset_key"
    ASSET_CHECK = "asset_check"
    JOB = "job"
    SCHEDULE = "schedule"
    SENSOR = "sensor"
    RUN_TAG = "run_tag"
    TOPIC = "topic"
    CONSUMER_GROUP = "consumer_group"
    CLIENT_ID = "client_id"
    AVRO_NAMESPACE = "avro_namespace"
    AVRO_RECORD = "avro_record"
    AVRO_FIELD = "avro_field"
    AVRO_ENUM = "avro_enum"
    EVENT_TYPE = "event_type"
    ENTITY = "entity"
    ATTRIBUTE = "attribute"
    RELATION = "relation"
    ROLE = "role"
    CUBE = "cube"
    VIEW = "view"
    MEASURE = "measure"
    DIMENSION = "dimension"
    SEGMENT = "segment"
    PRE_AGGREGATION = "pre_aggregation"
    TABLE = "table"
    COLUMN = "column"
    INDEX = "index"
    CONSTRAINT = "constraint"
    REST_PATH = "rest_path"
    FIELD = "field"
    FRAME = "frame"
    ROOM = "room"
    ENV_VAR = "env_var"
    METRIC = "metric"
    METRIC_LABEL = "metric_label"
    TELEMETRY_ATTRIBUTE = "telemetry_attribute"
    REDIS_KEY = "redis_key"
    KUBERNETES_OBJECT = "kubernetes_object"
    KUBERNETES_LABEL = "kubernetes_label"
    DOC_FILE = "doc_file"
    RULE_ID = "rule_id"
    CHECK_ID = "check_id"
    ERROR_CODE = "error_code"
    FLAG = "flag"
    ALIAS = "alias"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class CollectedName:
    """One name at one place; `facts` hold what some rules want to know besides, by a rule's words.

    A name that a program makes at run time is collected with `*` for what is not known before.
    """

    kind: NameKind
    text: str
    path: str = ""  # relative to the repository
    line: int = 0  # both from 1; 0: not known
    column: int = 0
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def pointer(self) -> str:
        """Kind and text, for programs that read findings."""
        return f"{self.kind}:{self.text}"
