"""Names and services: DNS and its kin, NetBIOS, SSDP."""
import re

from application_fields.comparison import Application, Field, flag, key, members, number


def dns_name(text):
    return "." if text == "<Root>" else text


QUESTION = members("questions")

RECORD = members("answers", "authorities", "additionals")


def record_names(layer):
    """tshark calls the names of SRV records otherwise, for it takes them apart."""
    return [entry["name"] for each in ("answers", "authorities", "additionals") for entry in layer.get(each, ())
            if "name" in entry and entry.get("type") != 33]


def record_types(layer):
    """tshark calls the types in the map of an NSEC record so, too."""
    return [str(number_) for each in ("answers", "authorities", "additionals") for entry in layer.get(each, ())
            for number_ in ([entry["type"]] if "type" in entry else []) + entry.get("types", [])]


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
        Field("dns.resp.type", record_types, number),
        Field("dns.a", RECORD("ipv4_address")),
        Field("dns.aaaa", RECORD("ipv6_address")),
    ))


def netbios_name(text):
    """tshark writes odd bytes and the suffix as <xx>, and what that means behind it."""
    match = re.match(r"(.*)<(..)>([.][^ ]*)?(?: \(.*\))?$", text)
    if not match:
        raise ValueError(text)
    name = re.sub("<(..)>", r"\\x\1", match[1])
    return re.sub(r"(?: |\\x00)*$", "", name) + f"<{match[2]}>{match[3] or ''}"


def netbios_names(*lists, prefix=""):
    """Of the groups in these lists, or of the layer itself, the names with their suffixes and scopes."""
    def write(group):
        scope = group.get(prefix + "scope")
        return f"{group.get(prefix + 'name', '')}<{group[prefix + 'suffix']:02x}>{f'.{scope}' if scope else ''}"

    def choose(layer):
        groups = [entry for each in lists for entry in layer.get(each, ())] if lists else [layer]
        return [write(group) for group in groups if prefix + "suffix" in group]
    return choose


def of_records(choose):
    """What is chosen of each record."""
    return lambda layer: [text for each in ("answers", "authorities", "additionals") for record in layer.get(each, ())
                          for text in choose(record)]


SECTIONS = ("questions", "answers", "authorities", "additionals")

NBNS = Application("nbns", "nbns", (
    Field("nbns.id", key("id"), number),
    Field("nbns.flags.response", key("response"), flag),
    Field("nbns.flags.opcode", key("opcode"), number),
    Field("nbns.flags.broadcast", key("broadcast"), flag),
    Field("nbns.count.queries", key("question_count"), number),
    Field("nbns.count.answers", key("answer_count"), number),
    Field("nbns.count.auth_rr", key("authority_count"), number),
    Field("nbns.count.add_rr", key("additional_count"), number),
    Field("nbns.name", netbios_names(*SECTIONS), netbios_name),
    Field("nbns.type", members(*SECTIONS)("type"), number),
    Field("nbns.addr", of_records(members("addresses")("ip_address"))),
    Field("nbns.netbios_name", of_records(members("names")("name"))),
    Field("nbns.unit_id", of_records(lambda record: key("unit_id")(record.get("statistics", {})))),
))

NBDGM = Application("nbdgm", "nbdgm", (
    Field("nbdgm.type", key("type"), number),
    Field("nbdgm.first", key("first"), flag),
    Field("nbdgm.next", key("more"), flag),
    Field("nbdgm.node_type", key("node_type"), number),
    Field("nbdgm.dgram_id", key("id"), number),
    Field("nbdgm.src.ip", key("source_ip")),
    Field("nbdgm.src.port", key("source_port"), number),
    Field("nbdgm.dgram_len", key("datagram_length"), number),
    Field("nbdgm.pkt_offset", key("packet_offset"), number),
    Field("nbdgm.error_code", key("error_code"), number),
    Field("nbdgm.source_name", netbios_names(prefix="source_"), netbios_name),
    Field("nbdgm.destination_name", netbios_names(prefix="destination_"), netbios_name),
))

SSDP = Application("ssdp", "ssdp", (
    Field("http.request.method", key("method")),
    Field("http.response.code", key("status_code"), number),
))

APPLICATIONS = (dns("dns"), dns("mdns"), dns("llmnr"), NBNS, NBDGM, SSDP)
