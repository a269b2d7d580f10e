import json

from metamodel.importers.report import (
    ABSENT,
    Conflict,
    Noted,
    Report,
    Suggestion,
    SuggestionKind,
    Undecided,
)

REPORT = Report(
    (Suggestion(SuggestionKind.TIME, "a.b", "it is a time", "ent_a", "time", {"dimension": "b"}),),
    (Undecided("a", "no primary key", "Name it."),),
    (Noted("a.c", "holds only 'x'"),),
    (Conflict("/name", "a", "b", ABSENT),),
)


def test_people_read_conflicts_first_then_gaps_with_their_cures() -> None:
    assert list(REPORT.lines) == [
        "Conflicts: edited by hand and changed in the source (1)",
        "  /name: by hand 'b' (kept), in the source nothing, before 'a'",
        "Undecided: the source does not say (1)",
        "  a: no primary key\n    Name it.",
        "Suggestions: take them with --accept KIND (1)",
        "  time        a.b: it is a time",
        "Noted: known, and without a key in the metamodel (1)",
        "  a.c: holds only 'x'",
    ]


def test_nothing_to_tell_is_no_line() -> None:
    assert list(Report().lines) == []


def test_programs_read_the_same() -> None:
    told = json.loads(json.dumps(REPORT.json))
    assert told["conflicts"] == [{"pointer": "/name", "lastImport": "a", "byHand": "b"}]
    assert told["undecided"][0]["cure"] == "Name it."
    assert told["suggestions"][0]["value"] == {"dimension": "b"}
    assert told["noted"] == [{"place": "a.c", "fact": "holds only 'x'"}]


def test_long_values_are_cut_short() -> None:
    text = Conflict("", "x" * 200, None, []).text
    assert text.startswith("/: by hand None (kept)")
    assert len(text) < 200
