"""How letters are chosen at the command line, and shown."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from orchestration.flows.dead_letters import Letter, LetterCount, Selection
    from orchestration.flows.replay_dead_letters import ReplayTools

Verb = TypeVar("Verb", bound=Callable[..., Any])
ANY = "any"
SHOWN_BYTES = 400


class Moment(click.ParamType[datetime]):
    """A time with its zone."""

    name = "time"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self.fail(f"{value!r} is no time with a zone, such as 2026-01-31T12:00Z", param, ctx)
        return moment


_OPTIONS = (
    click.option("--topic", "topics", multiple=True, help="Where they came from; repeatable."),
    click.option(
        "--letter", "places", multiple=True, metavar="PLACE", help="One of them; repeatable."
    ),
    click.option("--since", type=Moment(), help="Buried at this time or later."),
    click.option("--until", type=Moment(), help="Buried before this time."),
    click.option("--key", help="Of the event."),
    click.option("--fault", metavar="CODE", help="Error code, or class of exception."),
    click.option(
        "--standing",
        type=click.Choice(["waiting", "replayed", "discarded", ANY]),
        default="waiting",
        show_default=True,
        help="What was decided about them.",
    ),
)


def selection_options(verb: Verb) -> Verb:
    """Which letters: options that all have to hold."""
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


def selection_of(
    *,
    topics: tuple[str, ...] = (),
    places: tuple[str, ...] = (),
    standing: str = ANY,
    **words: Any,
) -> "Selection":
    """What the options say. Raises BadSelection."""
    from orchestration.flows.dead_letters import LetterPlace, Selection, Standing  # noqa: PLC0415

    return Selection(
        topics=frozenset(topics),
        places=frozenset(map(LetterPlace.parse, places)),
        standing=None if standing == ANY else Standing(standing),
        **words,
    )


def row(letter: "Letter") -> dict[str, Any]:
    """A letter in a list."""
    return {
        "place": str(letter.place),
        "buried_at": letter.buried_at.isoformat(),
        "from": letter.origin,
        "key": letter.key,
        "fault": letter.fault,
        "message": letter.message,
        "attempts": letter.note.attempts if letter.note else None,
        "replays": letter.replays,
        "standing": letter.standing.value,
    }


def whole(letter: "Letter", tools: "ReplayTools") -> dict[str, Any]:
    """Everything about a letter; its event, as today's code reads it."""
    from orchestration.flows.replay_dead_letters import unreadable  # noqa: PLC0415 - heavy

    box = next(item for item in tools.boxes if item.topic == letter.place.topic)
    why = unreadable(letter, box, tools.codec)
    value, made = letter.record.value, letter.disposition
    return {
        **row(letter),
        "group": letter.note.group if letter.note else None,
        "left_out": letter.left_out or None,
        "headers": {name: said.decode(errors="replace") for name, said in letter.record.headers},
        "event": None if why else _plain(tools.codec.decode(box.contract.name, value)),
        "unreadable": why or None,
        "bytes": None if value is None else len(value),
        "begins": None if value is None else value[:SHOWN_BYTES].decode(errors="backslashreplace"),
        "decision": None
        if made is None
        else {
            "fate": made.fate.value,
            "times": made.times,
            "by": made.actor,
            "why": made.reason,
            "at": made.decided_at.isoformat(),
        },
    }


def count_row(count: "LetterCount") -> dict[str, Any]:
    """How many letters of a topic have a fault."""
    oldest = count.oldest_waiting_at
    return {
        "topic": count.topic,
        "fault": count.fault,
        "waiting": count.waiting,
        "replayed": count.replayed,
        "discarded": count.discarded,
        "oldest_waiting_at": oldest.isoformat() if oldest else None,
    }


def _plain(payload: Any) -> dict[str, Any]:
    """Values that JSON has no word for, as texts."""
    plain = (int, float, bool, str, list, dict, type(None))
    return {name: it if isinstance(it, plain) else str(it) for name, it in payload.items()}
