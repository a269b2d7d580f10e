"""Who is behind a proxy: what it says of its callers is believed, if it is one of ours."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final, Self

from metamodel.kernel.errors import RampartError


class ProxyUnknown(RampartError):
    """What should be the address of a proxy is none."""

    code = "PRE-009"
    hint = "RAMPART_PRESENCE_PROXIES holds addresses and networks: `10.0.0.7, 10.1.0.0/16`."
    exit_code = 2


@dataclass(frozen=True, slots=True)
class Proxies:
    """The networks of ours; none: nobody is believed."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, text: str) -> Self:
        """From addresses and networks, comma-separated. Raises ProxyUnknown."""
        named = [item.strip() for item in text.split(",") if item.strip()]
        try:
            return cls(tuple(ip_network(item) for item in named))
        except ValueError as error:
            raise ProxyUnknown(text, str(error)) from error

    def caller(self, peer: str, forwarded: str) -> str:
        """Whose request it is, by who sent it and its `X-Forwarded-For`.

        Each proxy adds whom it heard it from, so the last one that is no proxy of ours counts.
        """
        if not self.networks:
            return peer
        found = peer
        for said in reversed(forwarded.split(",")):
            if not self._is_ours(found):
                break
            found = said.strip() or found
        return found

    def _is_ours(self, text: str) -> bool:
        try:
            address = ip_address(text)
        except ValueError:
            return False
        return any(address in network for network in self.networks)


NO_PROXIES: Final = Proxies()
