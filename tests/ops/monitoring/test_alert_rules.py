"""The rules as their files have them; and the alerts, tried out by Prometheus' own tool."""

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.dev.reference.metrics import bulk_families, member_families, presence_families
from ops.monitoring.alert_rules import FOLDER, AlertRule, read_rules
from ops.monitoring.exporter import all_parts
from ops.monitoring.family import Histogram
from ops.monitoring.promql import metric_names
from ops.monitoring.scrape import SCRAPE_ERROR
from tests.not_proven import not_proven
from tests.ops.monitoring.rule_cases import CASES, Case, Series

RULES = read_rules().alerts


def test_every_alert_says_what_to_do_next_and_how_bad_it_is() -> None:
    for rule in read_rules().alerts.values():
        first, _, next_step = rule.annotations["summary"].partition(". ")
        assert first, rule.name
        assert next_step.endswith("."), rule.name
        assert rule.severity in {"critical", "warning"}, rule.name


def test_every_alert_is_tried_out() -> None:
    assert {case.alert for case in CASES} == set(read_rules().alerts)


def test_every_figure_of_ours_in_a_rule_is_one_that_the_exporter_has() -> None:
    families = [family for part in all_parts().values() for family in part.families]
    families += [*member_families(), *presence_families(), *bulk_families()]
    known = {SCRAPE_ERROR.name, *(family.name for family in families)}
    for family in families:
        if isinstance(family, Histogram):
            known |= {f"{family.name}_{end}" for end in ("bucket", "count", "sum")}
    rules = read_rules()
    asked = {name for text in rules.expressions for name in metric_names(text)}
    ours = {name for name in asked if name.startswith(("rampart_", "preagg_"))}

    assert ours
    assert ours - known == set()
    assert {name for name in asked if ":" in name} <= set(rules.recorded)


def test_a_rule_without_a_severity_is_none(tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text(
        "groups: [{name: x, rules: [{alert: X, expr: up == 0, labels: {}, annotations: {}}]}]"
    )

    with pytest.raises(KeyError, match="severity"):
        read_rules(tmp_path)


LABEL = re.compile(r"\{\{ \$labels\.(\w+) \}\}")


@pytest.fixture(scope="module")
def promtool() -> str:
    found = shutil.which("promtool")
    if found is None:
        not_proven("Prometheus: it and its Alertmanager are not installed")
    return found


@pytest.mark.integration
def test_promtool_takes_every_file(promtool: str) -> None:
    files = sorted(FOLDER.glob("*.yml"))
    assert files
    told = run(promtool, "check", "rules", *files)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.integration
def test_every_alert_fires_and_keeps_quiet(promtool: str, tmp_path: Path) -> None:
    told = tried(promtool, tmp_path, CASES)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.integration
@pytest.mark.parametrize("turned", ["fires", "quiet"])
def test_a_case_that_is_wrong_is_found(promtool: str, tmp_path: Path, turned: str) -> None:
    case = CASES[0]
    same = case.fires if turned == "quiet" else case.quiet
    wrong = Case(case.alert, same, same, case.after_min, case.labels)
    assert tried(promtool, tmp_path, [wrong]).returncode != 0


def tried(promtool: str, folder: Path, cases: Sequence[Case]) -> "subprocess.CompletedProcess[str]":
    """What the tool says of these cases."""
    tests = [item for case in cases for item in (firing(case), quiet(case))]
    text = {"rule_files": [f"{FOLDER}/*.yml"], "evaluation_interval": "1m", "tests": tests}
    file = folder / "cases.yml"
    file.write_text(yaml.safe_dump(text))
    return run(promtool, "test", "rules", file)


def firing(case: Case) -> dict[str, Any]:
    rule = RULES[case.alert]
    labels = {"severity": rule.severity, **case.labels}
    alert = {"exp_labels": labels, "exp_annotations": told_of(rule, case.labels)}
    return trial(case, case.fires, "fires", {case.after_min: [alert]})


def quiet(case: Case) -> dict[str, Any]:
    moments = range(0, case.after_min + 1, 1 + case.after_min // 20)
    return trial(case, case.quiet, "keeps quiet", {minute: [] for minute in moments})


def trial(
    case: Case, series: Series, words: str, alerts: Mapping[int, list[Any]]
) -> dict[str, Any]:
    """A test in the tool's own words; `alerts` are those that fire, by the minute."""
    values = [{"series": name, "values": value} for name, value in series.items()]
    return {
        "name": f"{case.alert} {words}",
        "interval": "1m",
        "input_series": values,
        "alert_rule_test": [
            {"eval_time": f"{minute}m", "alertname": case.alert, "exp_alerts": expected}
            for minute, expected in alerts.items()
        ],
    }


def told_of(rule: AlertRule, labels: Series) -> Mapping[str, str]:
    """The annotations with their labels filled in, as Prometheus does it."""
    return {
        name: LABEL.sub(lambda found: labels[found[1]], text)
        for name, text in rule.annotations.items()
    }


def run(*command: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False)
