"""Presence on the embedded stack: real Postgres, Valkey and sockets, from the command line."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import httpx
import psycopg
import pytest

from metamodel.kernel.clock import SystemClock
from ops.cli._connection import found_settings
from ops.cli._presence_client import (
    Identity,
    PresenceRefused,
    admitted,
    following,
    sign_token,
    ticket_protocols,
)
from ops.stack.supervisor import Supervisor
from presence_api.settings import Settings
from tests.eventually import eventually
from tests.integration.presence_stack import (
    change,
    follower,
    presence_stack,
    second_instance,
    until,
)

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def stack() -> Iterator[Supervisor]:
    with presence_stack("presence") as running:
        yield running


def test_two_people_see_each_other_and_one_of_them_gets_the_lock(stack: Supervisor) -> None:
    with follower(stack, "anna") as anna, follower(stack, "ben") as ben:
        for one in (anna, ben):
            one.say("SUB", room="order/1")
        from_anna, from_ben = anna.hear(), ben.hear()
        for heard in (from_anna, from_ben):
            until(heard, "SNAPSHOT")
        anna.say("LOCK", room="order/1")
        granted = until(from_anna, "LOCK_GRANTED")
        assert str(granted["fence"]).isdecimal()
        assert until(from_ben, "LOCK_CHANGED")["holder"]["user"] == "anna"  # type: ignore[index]
        ben.say("LOCK", room="order/1")
        assert until(from_ben, "LOCK_DENIED")["reason"] == "held"
        anna.say("UNLOCK", room="order/1", token=granted["token"])
        until(from_ben, "LOCK_CHANGED")
        ben.say("LOCK", room="order/1")
        second = until(from_ben, "LOCK_GRANTED")
        assert int(str(second["fence"])) > int(str(granted["fence"]))


def test_after_a_restart_of_valkey_locks_are_given_again_with_higher_fences(
    stack: Supervisor,
) -> None:
    with follower(stack, "anna") as anna:
        heard = anna.hear()
        anna.say("SUB", room="order/2")
        anna.say("LOCK", room="order/2")
        first = until(heard, "LOCK_GRANTED")
    stack.stop("valkey")
    with follower(stack, "ben") as ben:
        heard = ben.hear()
        ben.say("SUB", room="order/2")
        ben.say("LOCK", room="order/2")
        assert until(heard, "LOCK_DENIED")["reason"] == "unavailable"
        stack.start("valkey")

        def granted() -> int:
            ben.say("LOCK", room="order/2")
            found = next(
                found
                for text in heard
                if (found := json.loads(text))["op"] in {"LOCK_GRANTED", "LOCK_DENIED"}
            )
            return int(found.get("fence", 0))

        assert eventually(granted, bool, "a lock") > int(str(first["fence"]))


def test_a_program_without_a_socket_takes_the_same_lock(stack: Supervisor) -> None:
    settings = found_settings(Settings, stack.name)
    token = sign_token(settings, Identity("robot", "EUROPE"), SystemClock(), minutes=5)
    url = f"{settings.presence_url}/api/v1/entities/order/4/lock"
    headers = {"authorization": f"Bearer {token}"}
    with follower(stack, "ben") as ben:
        heard = ben.hear()
        ben.say("SUB", room="order/4")
        until(heard, "SNAPSHOT")
        held = httpx.post(url, json={}, headers=headers, timeout=20)
        assert held.status_code == 201
        assert until(heard, "LOCK_CHANGED")["holder"]["user"] == "robot"  # type: ignore[index]
        shown = {**headers, "lock-token": held.json()["token"]}
        assert httpx.delete(url, headers=shown, timeout=20).status_code == 204
        until(heard, "LOCK_CHANGED")
        ben.say("LOCK", room="order/4")
        until(heard, "LOCK_GRANTED")
    refused = httpx.post(url, json={}, headers=headers, timeout=20)
    assert (refused.status_code, refused.json()["holder"]) == (423, "ben")


def test_what_a_transaction_announces_is_told_and_cannot_be_locked_until_it_is_over(
    stack: Supervisor,
) -> None:
    operation = uuid4()
    with follower(stack, "anna") as anna:
        heard = anna.hear()
        anna.say("SUB", room="order/5")
        until(heard, "SNAPSHOT")
        until_then = SystemClock().now() + timedelta(minutes=1)
        change(stack, "MUTATING", operation, expires_at=until_then)
        assert until(heard, "STALE_ON")["until"] == pytest.approx(until_then.timestamp(), abs=0.01)
        anna.say("LOCK", room="order/5")
        assert until(heard, "LOCK_DENIED")["reason"] == "stale"
        change(stack, "MUTATED", operation, versions=[2])
        over = until(heard, "STALE_OFF")
        assert (over["outcome"], over["version"], over["changed"]) == ("changed", 2, ["status"])
        anna.say("LOCK", room="order/5")
        until(heard, "LOCK_GRANTED")


def test_without_a_broker_it_says_so_and_asks_the_truth(stack: Supervisor) -> None:
    url = f"{found_settings(Settings, stack.name).presence_url}/health/ready"
    eventually(
        lambda: httpx.get(url, timeout=20).json(), lambda said: "degraded" not in said, "known"
    )
    with follower(stack, "anna") as anna:
        heard = anna.hear()
        anna.say("SUB", room="order/6")
        stack.stop("kafka")
        try:
            assert until(heard, "STATUS")["status"]["stale"] == "unknown"  # type: ignore[index]
            answer = httpx.get(url, timeout=20)
            assert (answer.status_code, "changes" in answer.json()["degraded"]) == (200, True)
            with psycopg.connect(stack.environment["RAMPART_DATABASE_URL"]) as connection:
                connection.execute(
                    "INSERT INTO rampart.mutation (tenant, entity, id, operation_id, expires_at)"
                    " VALUES ('EUROPE', 'order', '6', gen_random_uuid(), now() + '1 minute')"
                )
            anna.say("LOCK", room="order/6")
            assert until(heard, "LOCK_DENIED")["reason"] == "stale"
        finally:
            stack.start("kafka")
        assert until(heard, "STATUS")["status"]["stale"] == "known"  # type: ignore[index]


def test_two_instances_are_one_until_one_of_them_is_killed(stack: Supervisor) -> None:
    with (
        second_instance(stack) as (port, process),
        follower(stack, "anna") as anna,
        follower(stack, "ben", url=f"http://127.0.0.1:{port}") as ben,
    ):
        from_anna, from_ben = anna.hear(), ben.hear()
        anna.say("SUB", room="order/7")
        until(from_anna, "SNAPSHOT")
        ben.say("SUB", room="order/7")
        seen = until(from_ben, "SNAPSHOT")["members"]
        assert {member["user"] for member in seen} == {"anna", "ben"}  # type: ignore[attr-defined]
        assert until(from_anna, "DIFF")["joined"][0]["user"] == "ben"  # type: ignore[index]
        ben.say("LOCK", room="order/7")
        assert until(from_anna, "LOCK_CHANGED")["holder"]["user"] == "ben"  # type: ignore[index]
        process.kill()
        assert until(from_anna, "DIFF")["left"] == ["ben"]


def test_a_ticket_is_good_once_whichever_instance_it_is_shown_to(stack: Supervisor) -> None:
    settings = found_settings(Settings, stack.name)
    token = sign_token(settings, Identity("anna", "EUROPE"), SystemClock(), minutes=5)
    with second_instance(stack) as (port, _):
        protocols = ticket_protocols(settings.presence_url, token)
        here = admitted(settings.presence_url, protocols)
        there = admitted(f"http://127.0.0.1:{port}", protocols)
        with here as first:
            first.say("SUB", room="order/9")
            until(first.hear(), "SNAPSHOT")
            with there as second, pytest.raises(PresenceRefused, match="4401"):
                until(second.hear(), "SNAPSHOT")


def test_tail_prints_what_is_said_in_a_room(stack: Supervisor) -> None:
    command = [sys.executable, "-m", "ops.cli.main", "presence", "tail", "order"]
    more = ["--tenant", "EUROPE", "--messages", "2", "--stack", stack.name]
    shown = subprocess.run(
        [*command, *more], capture_output=True, text=True, check=True, timeout=60
    )
    ops = [json.loads(line)["op"] for line in shown.stdout.splitlines()]
    assert ops == ["WELCOME", "SNAPSHOT"]


def test_who_comes_and_goes_is_written_down_and_no_token_is(stack: Supervisor) -> None:
    settings = found_settings(Settings, stack.name)
    token = sign_token(settings, Identity("anna", "EUROPE"), SystemClock(), minutes=5)
    with following(settings.presence_url, token) as anna:
        heard = anna.hear()
        welcome = until(heard, "WELCOME")
        anna.say("SUB", room="order/8")
        anna.say("LOCK", room="order/8")
        granted = until(heard, "LOCK_GRANTED")
        anna.say(token)
        with pytest.raises(PresenceRefused, match="4400"):
            list(heard)
    written = (stack.folder / "logs" / "presence.log").read_text()
    told = [json.loads(line) for line in written.splitlines()]
    mine = [one for one in told if one.get("conn") == welcome["conn"]]
    assert [one["message"] for one in mine] == [
        "a connection was opened",
        "a connection was ended",
        "a connection is gone",
    ]
    assert (mine[1]["user"], mine[1]["tenant"], mine[1]["code"]) == (
        "anna",
        "EUROPE",
        "BAD_MESSAGE",
    )
    assert str(welcome["conn"]) in written
    for secret in (token.rpartition(".")[2], welcome["resume"], granted["token"], "ticket."):
        assert str(secret) not in written


def test_on_sigterm_it_says_goodbye_and_is_gone(stack: Supervisor) -> None:
    with follower(stack, "anna") as anna:
        heard = anna.hear()
        anna.say("SUB", room="order/3")
        until(heard, "SNAPSHOT")
        stack.stop("presence")
        assert until(heard, "GOODBYE")["retry_ms"] == 0
    stack.start("presence")
