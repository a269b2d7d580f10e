"""NMV003."""

import difflib
from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey


class UnknownWord(NamingRule):
    """A name that leaves the program holds a word that nobody approved.

    Looked at are topics, run tags, jobs, sensors, consumer groups, the platform's own tables and
    columns, metrics and their labels, variables, paths, fields, frames and Avro names; the words of
    a metamodel document are its owners'.

    Why: once others store a name it cannot be changed; here is the place to think about it.

    Bad: `core.reporting.cubicle.v1`, `rampart_stuff_total` (metric), `RAMPART_THINGY` (env_var).
    Good: `core.reporting.preagg.refresh.v1`, `rampart_event_total` (metric),
    `RAMPART_CUBE_URL` (env_var).
    """

    code = "NMV003"
    kinds = (
        NameKind.TOPIC,
        NameKind.JOB,
        NameKind.SCHEDULE,
        NameKind.SENSOR,
        NameKind.RUN_TAG,
        NameKind.CONSUMER_GROUP,
        NameKind.AVRO_NAMESPACE,
        NameKind.AVRO_RECORD,
        NameKind.AVRO_FIELD,
        NameKind.TABLE,
        NameKind.COLUMN,
        NameKind.METRIC,
        NameKind.METRIC_LABEL,
        NameKind.ENV_VAR,
        NameKind.REST_PATH,
        NameKind.FIELD,
        NameKind.FRAME,
    )
    cure = "Take an approved word, or add it to metamodel/naming/dictionary.json."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        known = survey.dictionary
        for word in dict.fromkeys(words.split(name.text)):
            letters = word.rstrip("0123456789")
            if not letters or word in known.approved or letters in known.approved:
                continue
            if word not in known.synonyms and letters != "v":
                yield self.wrong(
                    name, f"says `{letters}`, which is not approved{_near(letters, known.approved)}"
                )


def _near(word: str, approved: frozenset[str]) -> str:
    close = difflib.get_close_matches(word, sorted(approved), n=2)
    return f"; near to it: {', '.join(close)}" if close else ""
