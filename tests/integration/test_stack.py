"""The embedded stack as a whole: what runs, who may reach it, and what a kill costs."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
from confluent_kafka.admin import AdminClient

from metamodel.events._catalogue import topics
from metamodel.streaming.derive import derive
from ops.cli.main import run
from ops.stack import processes
from ops.stack.errors import StackRuns
from ops.stack.places import STREAMING
from ops.stack.processes import wait_gone
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from orchestration.adapters.streaming_files import read_declaration
from tests.eventually import eventually

pytestmark = pytest.mark.integration

DAGSTER = ["dagster_code", "dagster_web", "dagster_daemon", "dagster_workers"]
SERVERS = ["postgres", "valkey", "kafka", "cube", "audit_sink", *DAGSTER]


def test_every_component_is_ready(stack: Supervisor) -> None:
    words = {name: part.word for name, part in stack.state.parts.items()}
    assert {words[name] for name in SERVERS} == {"ready"}
    assert {words["seed"], words["migrations"], words["dagster_init"]} == {"done"}


def test_everything_listens_on_loopback_only(stack: Supervisor) -> None:
    assert listening_elsewhere(set(stack.ports.values())) == []


def test_secrets_are_in_one_file_that_only_its_owner_reads(stack: Supervisor) -> None:
    assert (stack.folder / "state.json").stat().st_mode & 0o777 == 0o600
    secret = stack.secrets["postgres"]
    for file in stack.folder.rglob("*.log"):
        assert secret not in file.read_text(errors="replace")


def test_cubes_role_reads_business_tables_and_writes_rollups_only(stack: Supervisor) -> None:
    url = stack.environment["RAMPART_DATABASE_URL"]
    ours = f"rampart:{stack.secrets['postgres']}"
    cubes = f"cube:{stack.secrets['cube_database']}"
    with psycopg.connect(url.replace(ours, cubes), autocommit=True) as connection:
        assert connection.execute("SELECT count(*) FROM public.lineitem").fetchone() == (60175,)
        connection.execute("CREATE TABLE preaggs.probe AS SELECT 1")
        connection.execute("DROP TABLE preaggs.probe")
        for refused in ("DELETE FROM public.lineitem", "CREATE TABLE public.probe (a int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(refused)


def test_a_table_made_later_is_readable_for_cube(stack: Supervisor) -> None:
    url = stack.environment["RAMPART_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE public.later (a int)")
        connection.execute("SET ROLE cube")
        connection.execute("SELECT FROM public.later")
        connection.execute("RESET ROLE")
        connection.execute("DROP TABLE public.later")


def test_the_topics_exist_with_their_partitions(stack: Supervisor) -> None:
    bootstrap = stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
    found = AdminClient({"bootstrap.servers": bootstrap}).list_topics(timeout=10).topics
    wanted = derive(read_declaration(STREAMING), topics(), "embedded").state.topics
    for name, topic in wanted.items():
        assert len(found[name].partitions) == topic.partitions


def test_the_same_name_does_not_start_twice(stack: Supervisor) -> None:
    with pytest.raises(StackRuns, match=stack.name), running_stack(stack.name):
        pass


def test_a_code_server_whose_inner_process_died_is_unready_until_it_is_started(
    stack: Supervisor,
) -> None:
    for child in psutil.Process(stack.pid("dagster_code")).children(recursive=True):
        child.kill()
    eventually(lambda: stack.word("dagster_code"), "unready".__eq__, "somebody notices")
    assert run(["stack", "status", stack.name]) == 1
    stack.start("dagster_code")
    assert stack.word("dagster_code") == "ready"


def test_another_process_finds_it_by_name(stack: Supervisor) -> None:
    command = [sys.executable, "-m", "ops.cli.main", "stack", "status", stack.name, "--json"]
    asked = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = {row["name"]: row for row in json.loads(asked.stdout)}
    assert rows["cube"]["pid"] == stack.pid("cube")
    assert rows["cube"]["state"] == "ready"
    assert Path(rows["cube"]["log"]).exists()


@pytest.mark.parametrize("component", SERVERS)
def test_a_killed_component_can_be_started_again(stack: Supervisor, component: str) -> None:
    before = stack.state.services[component]
    stack.kill(component, signal.SIGKILL)
    assert wait_gone(before, 10)
    assert stack.state.parts[component].word == "dead"
    stack.start(component)
    assert stack.state.parts[component].word == "ready"
    assert processes.leftovers(stack.state.token, before.pid) == []


def test_an_owner_that_is_killed_leaves_nothing() -> None:
    name = f"test-killed-{os.getpid()}"
    script = (
        "import signal\n"
        "from ops.stack.running import running_stack\n"
        f"with running_stack({name!r}, ['valkey', 'postgres']) as stack:\n"
        "    print(stack.state.token, flush=True)\n"
        "    signal.pause()\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    token = owner.stdout.readline().strip()
    left = processes.leftovers(token)
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert left
    assert all(wait_gone(process, 15) for process in left)
    assert processes.leftovers(token) == []


def listening_elsewhere(ports: set[int]) -> list[str]:
    """Sockets that listen on one of these ports on another address than 127.0.0.1."""
    found = []
    for file in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(file).read_text().splitlines()[1:]:
            address, state = line.split()[1], line.split()[3]
            host, _, port = address.rpartition(":")
            # A JVM's loopback sockets are IPv6 ones that hold an IPv4 address.
            local = host in {"0100007F", "0000000000000000FFFF00000100007F"}
            if state == "0A" and int(port, 16) in ports and not local:
                found.append(address)
    return found
