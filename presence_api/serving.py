"""A process that serves until it is told to end, and then lets go of everybody first.

Told to end, it is no longer ready, closes each connection with an answer, and lets WebSockets go
elsewhere; what comes meanwhile is served. Once nobody is left, or after the settings' seconds, it
listens no more, finishes what has begun, and ends.
"""

import asyncio
import socket
import sys
from typing import Final

import uvicorn

from presence_api.app import Service
from presence_api.live.front import front
from presence_api.live.quiet_process import quiet_process
from presence_api.live.rooms.limits import Limits
from presence_api.settings import Settings

_LOOK_EVERY_S: Final = 0.05
_FINISHING_S: Final = 4


class DrainingServer(uvicorn.Server):
    """Uvicorn's, with a while between being told and refusing connections."""

    def __init__(self, config: uvicorn.Config, service: Service, drain_s: float) -> None:
        super().__init__(config)
        self._service, self._drain_s = service, drain_s

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go, then end."""
        self._service.drain.begun = True
        if self._service.live is not None:
            self._service.live.drain()
        loop = asyncio.get_running_loop()
        until = loop.time() + self._drain_s
        left = self.server_state.connections
        while left and loop.time() < until and not self.force_exit:  # noqa: ASYNC110 - none tells
            await asyncio.sleep(_LOOK_EVERY_S)
        await super().shutdown(sockets)


def serve(service: Service, settings: Settings) -> None:
    """Until SIGTERM or an interrupt."""
    if service.live is not None:
        quiet_process()
    config = server_config(service, settings)
    server = DrainingServer(config, service, settings.presence_drain_s)
    try:
        server.run()
    except KeyboardInterrupt:
        return  # it has ended as it should
    if not server.started:
        sys.exit(3)


def server_config(service: Service, settings: Settings) -> uvicorn.Config:
    """How it listens, and which sockets serve presence."""
    fast = service.live if settings.presence_fast_socket else None
    return uvicorn.Config(
        service.app,
        host=settings.presence_host,
        port=settings.presence_port,
        proxy_headers=False,  # whom a proxy speaks for is looked at where it counts
        log_config=None,  # ours, as for the rest of the process
        access_log=False,
        http=front(fast) if fast else "auto",
        ws="websockets-sansio" if service.live else "none",
        ws_max_size=Limits().frame_bytes,
        ws_per_message_deflate=False,  # twice the CPU and the memory; a proxy may do it
        backlog=4096,
        timeout_graceful_shutdown=_FINISHING_S,
    )
