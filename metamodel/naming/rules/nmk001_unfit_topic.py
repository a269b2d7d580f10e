"""NMK001."""

from collections.abc import Iterator

from metamodel.naming.channels import parse_topic
from metamodel.naming.errors import BadTopicName
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey


class UnfitTopic(NamingRule):
    """A topic is not called by dotted words and a major version, in at most 120 characters.

    `<domain>.<context>.<entity>.<event>.v<major>`, words of one part joined by `-`; retries add
    `.retry.<n>`, dead letters `.dlq`. Never `_` beside `.`: in metrics the two are one.

    Why: ACLs and quotas are given by prefix, and a new major version runs beside the old one.

    Bad: `Core_entity.Lifecycle`, `entity.lifecycle`, `entity.lifecycle_state.v1`,
    `entity.v1.lifecycle`, `lifecycle.v1`.
    Good: `entity.lifecycle.v1`, `core.reporting.preagg.refresh.v1`,
    `core.reporting.preagg.refresh.v1.dlq`, `entity.lifecycle.v2.retry.1`.
    """

    code = "NMK001"
    kinds = (NameKind.TOPIC,)
    cure = "Make a topic with the right name and move writers and readers; none is ever renamed."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        try:
            parse_topic(name.text)
        except BadTopicName as refused:
            yield self.wrong(name, str(refused.args[1]))
