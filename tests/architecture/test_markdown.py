"""Pages name paths that exist and show examples that are right."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import gates_console as console
from tests.architecture import gates_markdown as gates
from tests.architecture.gates_markdown import Example
from tests.architecture.tree import REPOSITORY, planted

PAGES = gates.markdown_pages(REPOSITORY)
EXAMPLES = [example for page in PAGES for example in gates.examples(REPOSITORY, page)]
SHOWN = [
    shown
    for example in EXAMPLES
    if example.language == "console" and not example.run  # those are run as they stand
    for shown in console.shown_commands(example)
]
TARGETS = {
    line.partition(":")[0]
    for line in (REPOSITORY / "Makefile").read_text(encoding="utf-8").splitlines()
    if line[:1].isalpha()
}


def test_every_path_and_link_leads_somewhere() -> None:
    faults = [
        fault
        for page in PAGES
        for gate in (gates.path_faults, gates.link_faults)
        for fault in gate(REPOSITORY, page)
    ]

    assert faults == []


def test_every_example_can_be_read() -> None:
    assert [fault for example in EXAMPLES for fault in gates.syntax_faults(example)] == []


def test_every_command_shown_exists() -> None:
    assert [fault for shown in SHOWN for fault in console.command_faults(shown)] == []
    targets = set().union(*(console.make_targets(item) for item in EXAMPLES))
    assert targets <= TARGETS


def test_every_command_that_needs_no_stack_prints_what_is_shown() -> None:
    wrong = [
        fault for one in SHOWN if one.runnable for fault in console.output_faults(one, REPOSITORY)
    ]

    assert wrong == []


def test_every_python_example_marked_run_runs() -> None:
    for example in EXAMPLES:
        if example.language == "python" and example.run:
            command = [sys.executable, "-c", example.text]
            result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False)
            assert result.returncode == 0, (example.place, result.stderr)


@pytest.mark.parametrize(
    "text",
    ["See `ops/gone.py`.", "Look into `ops/gone/`.", "All of `ops/*.txt`."],
)
def test_canary_path(tmp_path: Path, text: str) -> None:
    planted(tmp_path, {"README.md": text, "ops/here.py": ""})

    assert len(gates.path_faults(tmp_path, Path("README.md"))) == 1


def test_paths_that_are_there_and_words_that_are_no_paths_pass(tmp_path: Path) -> None:
    text = "`ops/here.py` `ops/*.py` `a/b` `ops` `.rampart/x` `ops/<name>.py` `and/or`"
    planted(tmp_path, {"README.md": text, "ops/here.py": ""})

    assert gates.path_faults(tmp_path, Path("README.md")) == []


@pytest.mark.parametrize("link", ["gone.md", "other.md#gone", "#gone"])
def test_canary_link(tmp_path: Path, link: str) -> None:
    page = {"README.md": f"# Here\n[x]({link}) [y](other.md#there-it-is) [z](https://a.example)"}
    planted(tmp_path, page | {"other.md": "## There it is\n"})

    assert len(gates.link_faults(tmp_path, Path("README.md"))) == 1


@pytest.mark.parametrize(("language", "text"), [("json", "{,}"), ("python", "def:\n")])
def test_canary_syntax(tmp_path: Path, language: str, text: str) -> None:
    planted(tmp_path, {"README.md": f"Words.\n\n```{language} run\n{text}\n```\n"})

    (example,) = gates.examples(tmp_path, Path("README.md"))

    assert (example.place, example.run) == ("README.md:3", True)
    assert len(gates.syntax_faults(example)) == 1


@pytest.mark.parametrize(
    "command",
    [
        "rampart modelgen guess",
        "rampart gone --help",
        "rampart modelgen lint gone.json",
        "rampart preagg refresh --fast a.b",
    ],
)
def test_canary_command(command: str) -> None:
    (shown,) = console.shown_commands(Example("README.md:1", "console", False, f"$ {command}\n"))

    assert len(console.command_faults(shown)) == 1


def test_canary_output() -> None:
    block = Example("README.md:1", "console", False, "$ rampart --version\nrampart, version 9\n")
    (shown,) = console.shown_commands(block)

    assert shown.runnable
    assert len(console.output_faults(shown, REPOSITORY)) == 1


@pytest.mark.parametrize(
    ("wanted", "printed", "same"),
    [
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\n", "b\n", False),
        ("a\n", "a\nb\n", False),
        ("a\n", "a   \n", True),
    ],
)
def test_dots_stand_for_any_lines(*, wanted: str, printed: str, same: bool) -> None:
    assert console.matches(wanted, printed) is same
