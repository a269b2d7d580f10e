"""Work that goes on beside everything else."""

import asyncio

from presence_api.live.background import Background


class Waiting(Background):
    name = "waiting"

    async def _run(self) -> None:
        self._fault = ""
        await asyncio.Event().wait()


def test_it_runs_from_its_start_to_its_end() -> None:
    async def seen() -> list[tuple[bool, str]]:
        one = Waiting("not yet")
        found = [(one.alive, one.fault)]
        one.start()
        await asyncio.sleep(0)
        found.append((one.alive, one.fault))
        await one.stop()
        return [*found, (one.alive, one.fault)]

    assert asyncio.run(seen()) == [(False, "not yet"), (True, ""), (False, "")]


def test_ending_what_never_began_is_nothing() -> None:
    asyncio.run(Waiting("not yet").stop())
