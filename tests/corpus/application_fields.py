"""What is compared of each application protocol: fields of udpinspect's JSON, and what tshark calls them.

A row is a layer's name, tshark's name for the protocol, and for each field what to take from a layer's JSON (a function that
gives a list of texts) and from tshark (the name of its field, and a function that makes the same text of one occurrence).
"""
import dataclasses
from typing import Callable


@dataclasses.dataclass(frozen=True)
class Field:
    name: str                           # of the column in tshark
    ours: Callable[[dict], list]        # from a layer
    theirs: Callable[[str], str] = str  # from one occurrence


@dataclasses.dataclass(frozen=True)
class Application:
    layer: str
    token: str                          # in frame.protocols
    fields: tuple
    well_formed: str = ""               # further condition on tshark's side, as a display filter field that must be absent


def number(text):
    return str(int(text, 0))


def flag(text):
    return str(text in ("1", "True"))


def key(name):
    """The value under this key, where there is one."""
    return lambda layer: [str(layer[name])] if name in layer else []


def members(*lists):
    """Of the groups in these lists, one after the other, the values under a key."""
    def choose(name):
        return lambda layer: [str(entry[name]) for each in lists for entry in layer.get(each, ()) if name in entry]
    return choose


def dns_name(text):
    return "." if text == "<Root>" else text


QUESTION = members("questions")
RECORD = members("answers", "authorities", "additionals")


def record_names(layer):
    """tshark calls the names of SRV records otherwise, for it takes them apart."""
    return [entry["name"] for each in ("answers", "authorities", "additionals") for entry in layer.get(each, ())
            if "name" in entry and entry.get("type") != 33]


def dns(layer):
    return Application(layer, layer, (
        Field("dns.id", key("id"), number),
        Field("dns.flags.response", key("response"), flag),
        Field("dns.flags.opcode", key("opcode"), number),
        Field("dns.count.queries", key("question_count"), number),
        Field("dns.count.answers", key("answer_count"), number),
        Field("dns.count.auth_rr", key("authority_count"), number),
        Field("dns.count.add_rr", key("additional_count"), number),
        Field("dns.qry.name", QUESTION("name"), dns_name),
        Field("dns.qry.type", QUESTION("type"), number),
        Field("dns.resp.name", record_names, dns_name),
        Field("dns.resp.type", RECORD("type"), number),
        Field("dns.a", RECORD("ipv4_address")),
        Field("dns.aaaa", RECORD("ipv6_address")),
    ))


APPLICATIONS = (dns("dns"), dns("mdns"), dns("llmnr"))
