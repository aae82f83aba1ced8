#!/usr/bin/env python3
"""Holds the figures of udpinspect --address against Python's ipaddress module.

    udpinspect_address.py UDPINSPECT

Ten thousand addresses from a fixed seed, every second one in or beside a block of the special-purpose registries, with the
masks by turns; and of a few of them every mask. All that both know has to be equal.
"""
import ipaddress
import json
import random
import subprocess
import sys

ADDRESSES = 10000
WITH_ALL_MASKS = 20     # of each version

BLOCKS = {
    4: ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32"],
    6: ["::/128", "::1/128", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:2::/48",
        "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"],
}

# Where ipaddress of Python 3.11 and the registries of IANA disagree on what is globally reachable.
EXCEPTIONS = [
    ("192.0.0.0/24", "Python 3.11 has 192.0.0.0/29 and 192.0.0.170/31 of it only"),
    ("192.88.99.2/32", "registered after Python 3.11"),
    ("::ffff:0:0/96", "Python answers for the IPv4 address inside"),
    ("64:ff9b:1::/48", "registered after Python's list: RFC 8215"),
    ("100:0:0:1::/64", "registered after Python 3.11: RFC 9780"),
    ("2001:1::/32", "Python has 2001::/23 as a whole; the registry has anycast addresses in it"),
    ("2001:3::/32", "the same: AMT"),
    ("2001:4:112::/48", "the same: AS112"),
    ("2001:20::/28", "the same: ORCHIDv2"),
    ("2001:30::/28", "the same: drone remote ID"),
    ("3fff::/20", "registered after Python 3.11: RFC 9637"),
    ("5f00::/16", "registered after Python 3.11: RFC 9602"),
]
EXCEPTIONS = [ipaddress.ip_network(network) for network, reason in EXCEPTIONS]

# What a scope is called here, and the question of ipaddress that answers the same.
SCOPES = {"multicast": "is_multicast", "loopback": "is_loopback", "link-local": "is_link_local",
          "unspecified": "is_unspecified", "site-local": "is_site_local"}


def draw_address(random_, version):
    bits = 32 if version == 4 else 128
    if random_.random() < 0.5:
        number = random_.getrandbits(bits)
    else:
        block = ipaddress.ip_network(random_.choice(BLOCKS[version]))
        ends = [int(block[0]), int(block[-1]), int(block[0]) + random_.randrange(block.num_addresses)]
        number = random_.choice(ends) + random_.choice([-1, 0, 0, 1])
    return (ipaddress.IPv4Address if version == 4 else ipaddress.IPv6Address)(number % 2**bits)


def draw_questions():
    random_ = random.Random(7788)
    for i in range(ADDRESSES):
        version, lengths = ((4, 33), (6, 129))[i % 2]
        address = draw_address(random_, version)
        yield address, i // 2 % lengths
        if i < 2 * WITH_ALL_MASKS:
            yield from ((address, length) for length in range(lengths))


def expect_role(address, network):
    if address.is_multicast:
        return "group"
    if network.prefixlen >= network.max_prefixlen - 1:
        return "host"
    if address == network[0]:
        return "network" if address.version == 4 else "anycast"
    return "broadcast" if address.version == 4 and address == network[-1] else "host"


def expect_ipv4(network):
    count = network.num_addresses
    hosts = (network[0], network[-1], count) if count <= 2 else (network[1], network[-2], count - 2)
    return {"mask": str(network.netmask), "wildcard": str(network.hostmask), "network": str(network.network_address),
            "broadcast": str(network.broadcast_address), "first_host": str(hosts[0]), "last_host": str(hosts[1]),
            "hosts": hosts[2]}


def expect_embedded(address):
    if address.ipv4_mapped:
        return {"embedded_ipv4": str(address.ipv4_mapped), "embedded_kind": "IPv4-mapped"}
    if address.sixtofour:
        return {"embedded_ipv4": str(address.sixtofour), "embedded_kind": "6to4"}
    if address.teredo:
        return {"embedded_ipv4": str(address.teredo[1]), "embedded_kind": "Teredo"}
    return {}


def expect_ipv6(address, network):
    return {"network": network.network_address, "last_address": network.broadcast_address,
            "addresses": str(network.num_addresses), **expect_embedded(address)}


def expect(address, length):
    """The keys of the object that ipaddress knows, with its values. IPv6 addresses stay such: ipaddress does not write the
    mapped ones as RFC 5952 section 5 wants them."""
    network = ipaddress.ip_network((address, length), strict=False)
    figures = expect_ipv4(network) if address.version == 4 else expect_ipv6(address, network)
    return {"type": "address", "address": address if address.version == 6 else str(address), "version": address.version,
            "prefix_length": length, "role": expect_role(address, network), **figures}


def compare(address, length, found):
    for key, value in expect(address, length).items():
        is_address = isinstance(value, ipaddress.IPv6Address)
        if (ipaddress.ip_address(found[key]) if is_address else found.get(key)) != value:
            yield f"{address}/{length}: {key} is {found.get(key)}, ipaddress has {value}"
    for scope, question in SCOPES.items():
        if getattr(address, question, False) != (found["scope"] == scope):
            yield f"{address}: scope {found['scope']}, but {question} is {getattr(address, question)}"
    is_exception = any(address in network for network in EXCEPTIONS if network.version == address.version)
    if "globally_reachable" in found and not is_exception and found["globally_reachable"] != address.is_global:
        yield f"{address}: globally_reachable is {found['globally_reachable']}, is_global is {address.is_global}"


def main():
    questions = list(draw_questions())
    lines = "".join(f"{address}/{length}\n" for address, length in questions)
    run = subprocess.run([sys.argv[1], "--json", "--address", "-"], input=lines, text=True, capture_output=True)
    answers = run.stdout.splitlines()
    differences = [run.stderr] if run.returncode != 0 or len(answers) != len(questions) else []
    for (address, length), line in zip(questions, answers):
        differences += compare(address, length, json.loads(line))
    print("\n".join(differences[:20]))
    print(f"{len(questions)} questions, {len(differences)} differences")
    return 1 if differences else 0


sys.exit(main())
