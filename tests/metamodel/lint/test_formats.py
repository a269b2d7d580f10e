import json

from metamodel.lint.formats import FORMATS, as_github, as_json, as_sarif, as_text
from metamodel.lint.rule import Finding, Severity

FINDINGS = [
    Finding("TIM001", Severity.ERROR, "/entities/0", "no time", "Name one.", 3, 5, "a.json"),
    Finding("DOC001", Severity.INFO, "", "100 %,\nmore: no", "Write.", 0, 0, "a,b.json"),
]


def test_text_is_for_people() -> None:
    assert as_text(FINDINGS[:1]) == "a.json:3:5: error TIM001 no time\n    Name one.\n"


def test_json_holds_every_field() -> None:
    first = json.loads(as_json(FINDINGS))[0]
    assert first == {
        "code": "TIM001",
        "severity": "error",
        "path": "a.json",
        "line": 3,
        "column": 5,
        "pointer": "/entities/0",
        "message": "no time",
        "cure": "Name one.",
    }


def test_sarif_has_levels_and_regions_that_start_at_one() -> None:
    log = json.loads(as_sarif(FINDINGS))
    results = log["runs"][0]["results"]
    assert log["version"] == "2.1.0"
    assert [item["level"] for item in results] == ["error", "note"]
    region = results[1]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 1}
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [item["id"] for item in rules] == ["DOC001", "TIM001"]


def test_github_lines_are_escaped() -> None:
    lines = as_github(FINDINGS).splitlines()
    assert lines[0] == "::error file=a.json,line=3,col=5,title=TIM001::no time Name one."
    assert lines[1].startswith("::notice file=a%2Cb.json,")
    assert lines[1].endswith("::100 %25,%0Amore: no Write.")


def test_no_findings_are_said_in_every_format() -> None:
    assert set(FORMATS) == {"text", "json", "sarif", "github"}
    assert [FORMATS[name]([]) for name in ("text", "json", "github")] == ["", "[]\n", ""]
