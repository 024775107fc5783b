"""Whose request it is: the connection's own address, or the one that a listed proxy passes on. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from functools import cache
from typing import Annotated

from pydantic import AfterValidator

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_MAX_HOPS = 20


def client_address(peer: str, forwarded_for: str, proxies: Sequence[Network]) -> str:
    """The address to count: the last of `X-Forwarded-For` that no listed proxy has.

    Only a listed proxy is believed, hop by hop from the right; what stands further left is anybody's writing.
    """
    address = _read(peer)
    for hop in reversed(forwarded_for.split(",")[-_MAX_HOPS:]):
        if address is None or not _is_listed(address, proxies):
            break
        named = _read(hop)
        if named is None:
            break
        address = named
    return counted(address) if address is not None else peer[:64]


def is_listed_proxy(peer: str, proxies: Sequence[Network]) -> bool:
    """Whether the connection comes from a proxy that is believed."""
    address = _read(peer)
    return address is not None and _is_listed(address, proxies)


def counted(address: _Address) -> str:
    """What limits are counted by: the address, or of IPv6 the /64 that one household has."""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


@cache
def networks(written: tuple[str, ...]) -> tuple[Network, ...]:
    """Addresses and networks of proxies; `ValueError` names what is none."""
    return tuple(ipaddress.ip_network(each.strip(), strict=False) for each in written)


def checked_proxies(written: Sequence[str]) -> tuple[str, ...]:
    """The same, spelled one way, for the settings."""
    return tuple(str(network) for network in networks(tuple(written)))


Proxies = Annotated[tuple[str, ...], AfterValidator(checked_proxies)]


def _read(text: str) -> _Address | None:
    bare = text.strip()
    if bare.startswith("["):  # [2001:db8::1]:4711
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:  # 192.0.2.1:4711
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_listed(address: _Address, proxies: Sequence[Network]) -> bool:
    return any(address in network for network in proxies if network.version == address.version)
