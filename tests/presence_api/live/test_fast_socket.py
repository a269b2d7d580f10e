"""The fast socket keeps the contract of all sockets."""

from tests.contract.presence_socket_contract import PresenceSocketContract


class TestFastSocket(PresenceSocketContract):
    fast = True
