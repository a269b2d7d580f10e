"""The socket on ASGI keeps the contract of all sockets."""

from tests.contract.presence_socket_contract import PresenceSocketContract


class TestAsgiSocket(PresenceSocketContract):
    fast = False
