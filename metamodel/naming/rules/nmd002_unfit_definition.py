"""NMD002."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, Fix, NamingRule, Survey

_SUFFIXES = {
    NameKind.JOB: "job",
    NameKind.SCHEDULE: "schedule",
    NameKind.SENSOR: "sensor",
}
_JOB_WORDS = 3  # verb, noun, job


class UnfitDefinition(NamingRule):
    """A job, schedule, sensor or asset check of Dagster is not called as its kind is.

    Jobs are `<verb>_<noun>_job`; schedules and sensors end in their kind. A check says what holds
    when it passes, and does not repeat that it is one.

    Why: in runs, logs and the GraphQL API a name stands without its kind.

    Bad: `preagg_refresh`, `orders_build_job`, `refreshPreagg_job`, `nightly` (schedule),
    `preagg_due` (sensor), `check_servable` (asset_check), `NoLoss` (asset_check).
    Good: `refresh_preagg_job`, `nightly_audit_schedule` (schedule), `preagg_due_sensor` (sensor),
    `no_loss` (asset_check).
    """

    code = "NMD002"
    kinds = (NameKind.JOB, NameKind.SCHEDULE, NameKind.SENSOR, NameKind.ASSET_CHECK)
    fix = Fix.UNSAFE
    cure = "Rename it where it is defined and wherever runs of it are looked for."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        parts = words.split(name.text)
        if not words.is_snake(name.text):
            yield self.wrong(name, "is not snake_case", words.snake(parts))
        elif name.kind is NameKind.ASSET_CHECK:
            if parts[0] == "check":
                yield self.wrong(name, "repeats that it is a check", words.snake(parts[1:]))
        elif parts[-1] != (suffix := _SUFFIXES[name.kind]):
            better = words.snake((*_verb_first(parts, survey), suffix))
            yield self.wrong(name, f"does not end in `_{suffix}`", better)
        elif name.kind is NameKind.JOB and (
            len(parts) < _JOB_WORDS or parts[0] not in survey.dictionary.verbs
        ):
            better = words.snake((*_verb_first(parts[:-1], survey), suffix))
            yield self.wrong(name, "is not a verb, a noun and `job`", better)


def _verb_first(parts: words.Words, survey: Survey) -> words.Words:
    """The same words with the only verb among them in front."""
    verbs = [part for part in parts if part in survey.dictionary.verbs]
    if len(verbs) != 1:
        return parts
    return (verbs[0], *(part for part in parts if part != verbs[0]))
