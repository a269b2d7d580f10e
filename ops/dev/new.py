"""Begin a catalogue item: `python -m ops.dev.new rule TIM002 late_time_dimension`.

Also `naming-rule NMO007 unfit_volume` and `topic a.b`. Writes the item's file and a test that fails
until the item does something. The registry finds the file by its folder, so there is no list to
edit; `python -m ops.dev.generate` adds its reference.
"""

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops.stack.places import REPOSITORY

EVENTS = "metamodel/events/"
LINT, NAMING = "metamodel/lint/rules/", "metamodel/naming/rules/"
_CODE = re.compile(r"[A-Z]{3}\d{3}")
_FAULT = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CHANNEL = re.compile(r"[a-z][a-z0-9]*(\.[a-z][a-z0-9]*)+")

RULE = '''\
"""{code}."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject


class {name}(LintRule):
    """What the document says wrongly, in one line.

    Why: what goes wrong in Cube, in the database or for people.

    Bad: `"key": "value"`.
    Good: `"key": "other"`.
    """

    code = "{code}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            if entity.name == "":
                yield self.found(place, f"entity `{{entity.name}}` is wrong", "Say how to cure it.")
'''
RULE_TEST = """\
from tests.metamodel.shop import ORDER, places


def test_a_right_document_has_none() -> None:
    assert places("{code}") == []


def test_a_wrong_one_is_found_at_its_place() -> None:
    # Make the edit a wrong one.
    place = f"/entities/{{ORDER}}"
    assert places("{code}", {{f"{{place}}/title": "Order"}}) == [place]
"""
NAMING_RULE = '''\
"""{code}."""

from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey


class {name}(NamingRule):
    """What is wrong with a name, in one line.

    Why: what goes wrong for people or programs.

    Bad: `wrong`.
    Good: `right`.
    """

    code = "{code}"
    kinds = (NameKind.FLAG,)
    cure = "Say how to cure it."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        if name.text == "":
            yield self.wrong(name, "is wrong")
'''
NAMING_RULE_TEST = """\
from tests.metamodel.naming.given import told


def test_a_right_name_passes() -> None:
    assert told("{code}", "right") == ""


def test_a_wrong_one_is_told() -> None:
    assert told("{code}", "wrong") == "is wrong"
"""
TOPIC = '''\
"""{channel}: what happened, in one line."""

from collections.abc import Mapping
from typing import Any

from metamodel.events._contract import FailurePolicy, Topic, event_record, field
from metamodel.kernel.ids import event_key


class {name}(Topic):
    """What happened, in the past tense."""

    name = "{channel}.v1"
    channel = "{channel}"
    writers = ("who_writes_it",)
    readers = ("who_reads_it",)
    personal = True  # False, once it is sure that no record is about a person
    failure = FailurePolicy(dead_letter=True)
    schema = event_record(
        "{channel}",
        "What one event says.",
        field("name", "string", "What it is about."),
    )

    @classmethod
    def key(cls, payload: Mapping[str, Any]) -> str:
        """What its events are ordered by."""
        return event_key(payload["name"])
'''
TOPIC_TEST = '''\
"""{channel}."""

from metamodel.events.{module} import {name}


def test_the_key_orders_what_belongs_together() -> None:
    # Say what the key is really made of.
    assert {name}.key({{"name": "one thing"}}) == "one thing"
'''


class Refused(Exception):
    """The item cannot begin like this; the message says why."""


def rule_files(code: str, fault: str, folder: str = LINT) -> dict[str, str]:
    """The files of a new rule for documents or for names, by path. Raises Refused."""
    if not _CODE.fullmatch(code):
        raise Refused(f"`{code}` is not three letters and three digits, such as TIM002")
    if not _FAULT.fullmatch(fault):
        raise Refused(f"`{fault}` is not snake_case; name the fault, such as late_time_dimension")
    values = {"code": code, "name": _camel(fault)}
    stem = f"{code.lower()}_{fault}"
    rule, test = (RULE, RULE_TEST) if folder == LINT else (NAMING_RULE, NAMING_RULE_TEST)
    return {
        f"{folder}{stem}.py": rule.format(**values),
        f"tests/{folder}test_{stem}.py": test.format(**values),
    }


def topic_files(channel: str) -> dict[str, str]:
    """The files of a new topic, by path. Raises Refused."""
    if not _CHANNEL.fullmatch(channel):
        raise Refused(f"`{channel}` is no channel, such as entity.lifecycle")
    module = channel.replace(".", "_")
    values = {"channel": channel, "module": module, "name": _camel(module)}
    return {
        f"{EVENTS}{module}.py": TOPIC.format(**values),
        f"tests/{EVENTS}test_{module}.py": TOPIC_TEST.format(**values),
    }


def write(root: Path, files: Mapping[str, str]) -> list[str]:
    """Write new files; their paths. Raises Refused, with nothing written, if one is there."""
    taken = [path for path in files if (root / path).exists()]
    code_taken = [
        found.name
        for path in files
        for found in (root / path).parent.glob(f"{Path(path).stem.partition('_')[0]}_*.py")
        if path.startswith((LINT, NAMING))
    ]
    if taken or code_taken:
        raise Refused(f"{', '.join(taken or code_taken)}: is there already")
    for path, text in files.items():
        (root / path).write_text(text, encoding="utf-8")
    return list(files)


def main(arguments: Sequence[str] | None = None, root: Path = REPOSITORY) -> int:
    """Read what is wanted, write it, say what to do next; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m ops.dev.new", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    for kind, words in (("rule", "a rule for documents"), ("naming-rule", "a rule for names")):
        rule = kinds.add_parser(kind, help=words)
        rule.add_argument("code", help="such as TIM002")
        rule.add_argument("fault", help="such as late_time_dimension")
    kinds.add_parser("topic", help="a Kafka topic").add_argument("channel", help="such as a.b")
    asked = parser.parse_args(arguments)
    try:
        if asked.kind != "topic":
            folder = LINT if asked.kind == "rule" else NAMING
            files = rule_files(asked.code, asked.fault, folder)
        else:
            files = topic_files(asked.channel)
        written = write(root, files)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    print("\n".join(written))
    print("Next: make its test say what it must do, then `python -m ops.dev.generate`.")
    if asked.kind == "topic":
        print("Once its schema is as it shall stay: `rampart streaming schema release`.")
    return 0


def _camel(snake: str) -> str:
    return "".join(word.capitalize() for word in snake.split("_"))


if __name__ == "__main__":
    sys.exit(main())
