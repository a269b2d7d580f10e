"""The page of presence in a real browser: two people, each in a browser context of their own."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from metamodel.kernel.clock import SystemClock
from ops.dev.steps import WEB
from ops.stack.supervisor import Supervisor
from tests.integration.presence_stack import change, presence_stack
from tests.not_proven import not_proven

pytestmark = pytest.mark.integration
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
FIELDS = ("--field", "comment", "--field", "clerk")
Opens = Callable[..., Page]

expect.set_options(timeout=20_000)

AWAY = ("ERR_CONNECTION_REFUSED", "Unexpected response code: 503")
"""What a browser says of a service that ends, or is not there."""


@pytest.fixture(scope="module")
def stack() -> Iterator[Supervisor]:
    with presence_stack("page") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        not_proven("browser: Chromium is not installed")
    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=flags)
        yield found
        found.close()


@pytest.fixture
def opened(stack: Supervisor, browser: Browser) -> Iterator[Opens]:
    """Opens the page for people, in a context of their own, and minds what the browser minds."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(word in message.text for word in AWAY):
            complaints.append(message.text)

    def open_page(room: str, *users: str, dark: bool = False) -> Page:
        context = browser.new_context(
            color_scheme="dark" if dark else "light", viewport={"width": 1100, "height": 700}
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address(stack, room, *users))
        for user in users:
            expect(pane(page, user).get_by_role("status")).to_have_text("connected")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def address(stack: Supervisor, room: str, *users: str) -> str:
    """What `rampart presence demo` prints."""
    command = [sys.executable, "-m", "ops.cli.main", "presence", "demo", room, *FIELDS]
    command += ["--tenant", "EUROPE", "--stack", stack.name]
    for user in users:
        command += ["--user", user]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return shown.stdout.strip()


def pane(page: Page, user: str) -> Locator:
    return page.get_by_role("region", name=user.title())


def people(page: Page) -> Locator:
    return page.get_by_role("list", name="people here").get_by_role("listitem")


def test_people_see_each_other_and_where_they_are(opened: Opens) -> None:
    anna, ben = opened("order/11", "anna"), opened("order/11", "ben")
    for page in (anna, ben):
        expect(people(page)).to_have_count(2)
    ben.get_by_label("comment").focus()
    expect(people(anna).filter(has_text="Ben")).to_contain_text("at comment")
    expect(anna.get_by_title("Ben is here")).to_be_visible()
    ben.get_by_label("comment").blur()
    expect(anna.get_by_title("Ben is here")).to_have_count(0)
    ben.close()
    expect(people(anna)).to_have_count(1)


def test_a_lock_is_denied_to_the_second_who_asks_and_gets_it(opened: Opens) -> None:
    anna, ben = opened("order/12", "anna"), opened("order/12", "ben")
    anna.get_by_role("button", name="Edit").click()
    expect(anna.get_by_text("You hold it")).to_be_visible()
    expect(anna.get_by_label("comment")).to_be_editable()
    expect(people(ben).filter(has_text="Anna")).to_contain_text("editing")
    expect(ben.get_by_text("Anna holds it.")).to_be_visible()
    ben.get_by_role("button", name="Edit").click()
    expect(ben.get_by_role("alert")).to_have_text("Somebody else holds it.")
    expect(ben.get_by_label("comment")).not_to_be_editable()
    ben.get_by_role("button", name="Ask for it").click()
    expect(anna.get_by_role("alert")).to_contain_text("Ben asks for it.")
    anna.get_by_role("button", name="Let go").click()
    expect(ben.get_by_text("Nobody holds it.")).to_be_visible()
    ben.get_by_role("button", name="Edit").click()
    expect(anna.get_by_text("Ben holds it.")).to_be_visible()


def test_what_is_being_changed_cannot_be_edited_and_is_read_again_afterwards(
    stack: Supervisor, opened: Opens
) -> None:
    page = opened("order/13", "anna")
    operation, end = uuid4(), SystemClock().now() + timedelta(minutes=1)
    change(stack, "MUTATING", operation, order="13", expires_at=end)
    expect(page.get_by_text("It is being changed")).to_be_visible()
    expect(page.get_by_role("button", name="Edit")).to_be_disabled()
    change(stack, "MUTATED", operation, order="13", versions=[2], changed_attributes=["comment"])
    expect(page.get_by_text("Read again, version 2: comment.")).to_be_visible()
    expect(page.get_by_role("button", name="Edit")).to_be_enabled()


def test_after_a_restart_of_the_service_everybody_is_back_by_themselves(
    stack: Supervisor, opened: Opens
) -> None:
    anna, ben = opened("order/14", "anna"), opened("order/14", "ben")
    anna.get_by_label("clerk").focus()
    stack.stop("presence")
    for page in (anna, ben):
        expect(page.get_by_role("status")).to_contain_text("connection lost")
    stack.start("presence")
    for page in (anna, ben):
        expect(page.get_by_role("status")).to_have_text("connected")
        expect(people(page)).to_have_count(2)
    expect(people(ben).filter(has_text="Anna")).to_contain_text("at clerk")


@pytest.mark.parametrize("dark", [False, True])
def test_everybody_can_read_it_by_light_and_in_the_dark(opened: Opens, dark: bool) -> None:
    page = opened("order/15", "anna", "ben", dark=dark)
    pane(page, "anna").get_by_role("button", name="Edit").click()
    expect(pane(page, "ben").get_by_text("Anna holds it.")).to_be_visible()
    found = page.evaluate(
        f"async () => {{ const axe = (() => {{ const module = {{exports: {{}}}};"
        f" {AXE.read_text()}; return module.exports; }})(); return await axe.run(); }}"
    )
    assert [(one["id"], one["help"]) for one in found["violations"]] == []


def test_without_people_it_says_how_to_bring_some(stack: Supervisor, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(address(stack, "order/1", "anna").partition("#")[0])
    expect(page.get_by_role("heading")).to_have_text("Nobody is here yet")
    page.close()
