"""What is compared of each application protocol: fields of udpinspect's JSON, and what tshark calls them.

A row is a layer's name, tshark's name for the protocol, and for each field what to take from a layer's JSON (a function that
gives a list of texts) and from tshark (the name of its field, and a function that makes the same text of one occurrence).
"""
import dataclasses
import re
import datetime
import re
from typing import Callable


@dataclasses.dataclass(frozen=True)
class Field:
    name: str                           # of the column in tshark
    ours: Callable[[dict], list]        # from a layer
    theirs: Callable[[str], str] = str  # from one occurrence
    applies: Callable[[dict], bool] = lambda layer: True  # whether tshark means the same by it in such a layer


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


def within(*lists):
    """Of the groups in a list, within groups in a list, …, the values under a key."""
    def choose(name):
        def walk(entry, rest):
            if not rest:
                return [str(entry[name])] if name in entry else []
            return [text for below in entry.get(rest[0], ()) for text in walk(below, rest[1:])]
        return lambda layer: walk(layer, lists)
    return choose


ATTRIBUTE = members("attributes")


def stun(token, addresses):
    """tshark has two protocols for messages with a cookie and those without."""
    return Application("stun", token, (
        Field(f"{token}.type", key("type"), number),
        Field(f"{token}.id", key("transaction_id")),
        Field(f"{token}.att.length", ATTRIBUTE("length"), number),  # tshark has no types that it does not know
    ) + addresses)


STUN = stun("stun", (
    Field("stun.channel", key("channel"), number),
    Field("stun.att.ipv4", ATTRIBUTE("ipv4_address")),
    Field("stun.att.port", ATTRIBUTE("port"), number),
    Field("stun.att.username", ATTRIBUTE("username")),
    Field("stun.att.lifetime", ATTRIBUTE("lifetime"), number),
    Field("stun.att.priority", ATTRIBUTE("priority"), number),
    Field("stun.att.crc32", ATTRIBUTE("fingerprint"), number),
))

SSDP = Application("ssdp", "ssdp", (
    Field("http.request.method", key("method")),
    Field("http.response.code", key("status_code"), number),
))

SIP = Application("sip", "sip", (
    Field("sip.Method", key("method")),
    Field("sip.Status-Code", key("status_code"), number),
    Field("sip.r-uri", key("request_uri")),
    Field("sip.Call-ID", key("call_id")),
    Field("sip.CSeq", key("cseq")),
    Field("sdp.media", lambda layer: [line["value"] for line in layer.get("sdp", ()) if line["type"] == "m"]),
))

RTP = Application("rtp", "rtp", (
    Field("rtp.seq", key("sequence"), number),
    Field("rtp.ssrc", key("ssrc"), number),
    Field("rtp.p_type", key("payload_type"), number),
    Field("rtp.marker", key("marker"), flag),
    Field("rtp.timestamp", key("timestamp"), number),
))

PACKET = within("packets")

RTCP = Application("rtcp", "rtcp", (
    Field("rtcp.pt", PACKET("type"), number),
    Field("rtcp.length", PACKET("length"), number),
    Field("rtcp.senderssrc", PACKET("ssrc"), number),
))

COAP = Application("coap", "coap", (
    Field("coap.type", key("type"), number),
    Field("coap.code", key("code"), number),
    Field("coap.mid", key("message_id"), number),
    Field("coap.token", key("token")),
    Field("coap.opt.uri_path", lambda layer: [option["path"] for option in layer.get("options", ())
                                              if option["number"] == 11 and "path" in option]),
))

MPEGTS = Application("mpegts", "mp2t", (
    Field("mp2t.pid", PACKET("pid"), number),
    Field("mp2t.cc", PACKET("continuity"), number),
))


# What a user would have to say of a file: the port is nobody's, and no other packet announces it.
DECODE_AS = {
    "custom_rules_ipv6.pcapng": ("udp.port=5333:dns",),
    "dns_udp_8053.pcap": ("udp.port=8053:dns",),
    "discord.pcap": ("udp.port=50001:rtcp", "udp.port=50004:rtcp"),
    "discord_mid_flow.pcap": ("udp.port=50001:rtcp",),
    "mpegts.pcap": ("udp.port=1234:mpegts",),
    "sip_non_default_port.pcap": ("udp.port=52380:sip",),
}

def either(entries, *names):
    """Of each group the value under the first of these keys that it has."""
    return lambda layer: [str(next(entry[name] for name in names if name in entry)) for entry in layer.get(entries, ())
                          if any(name in entry for name in names)]


def rip_address(layer):
    """tshark shows none where the family is not said."""
    return [entry["ip_address"] for entry in layer.get("entries", ()) if entry["address_family"] == 2]


def rip_digest(layer):
    """tshark shows the 16 bytes of an MD5 digest, whatever the digest is."""
    return [data[:32] for data in key("authentication_data")(layer)]


RIP = Application("rip", "rip", (
    Field("rip.command", key("command"), number),
    Field("rip.version", key("version"), number),
    Field("rip.auth.type", key("authentication_type"), number),
    Field("rip.seq_num", key("sequence"), number),
    Field("rip.authentication_data", rip_digest),
    Field("rip.family", members("entries")("address_family"), number),
    Field("rip.ip", rip_address),
    Field("rip.netmask", members("entries")("subnet_mask")),
    Field("rip.next_hop", members("entries")("next_hop")),
    Field("rip.route_tag", members("entries")("route_tag"), number),
    Field("rip.metric", members("entries")("metric"), number),
))

RIPNG = Application("ripng", "ripng", (
    Field("ripng.cmd", key("command"), number),
    Field("ripng.version", key("version"), number),
    Field("ripng.rte.ipv6_prefix", either("entries", "prefix", "next_hop")),
    Field("ripng.rte.route_tag", members("entries")("route_tag"), number),
    Field("ripng.rte.prefix_length", members("entries")("prefix_length"), number),
    Field("ripng.rte.metric", members("entries")("metric"), number),
))


def of_version(is_third):
    """tshark has a name of its own for the version of version 3."""
    return lambda layer: key("version")(layer) if (layer.get("version") == 3) == is_third else []


def snmp_counters(layer):
    return [str(int(str(entry[name]), 0)) for entry in layer.get("variable_bindings", ())
            for name in ("counter", "counter64") if name in entry]


def snmp_octets(layer):
    """Octet strings alone; tshark has another name for each other type that is shown as bytes."""
    return [entry["octets"] for entry in layer.get("variable_bindings", ())
            if entry.get("value_type") == 4 and "octets" in entry]


def snmp_engine(layer):
    """There, but empty, where it is to be found out."""
    return [layer.get("authoritative_engine_id", "<MISSING>")] if layer.get("security_model") == 3 else []


BOUND = members("variable_bindings")
SNMP = Application("snmp", "snmp", (
    Field("snmp.version", of_version(False), number),
    Field("snmp.msgVersion", of_version(True), number),
    Field("snmp.data", key("pdu_type"), number),
    Field("snmp.request_id", key("request_id"), number),
    Field("snmp.error_status", key("error_status"), number),
    Field("snmp.error_index", key("error_index"), number),
    Field("snmp.non_repeaters", key("non_repeaters"), number),
    Field("snmp.max_repetitions", key("max_repetitions"), number),
    Field("snmp.enterprise", key("enterprise")),
    Field("snmp.agent_addr", key("agent_address")),
    Field("snmp.generic_trap", key("generic_trap"), number),
    Field("snmp.specific_trap", key("specific_trap"), number),
    Field("snmp.time_stamp", key("time_stamp"), number),
    Field("snmp.msgID", key("message_id"), number),
    Field("snmp.msgMaxSize", key("message_max_size"), number),
    Field("snmp.msgSecurityModel", key("security_model"), number),
    Field("snmp.msgAuthoritativeEngineID", snmp_engine),
    Field("snmp.msgAuthoritativeEngineBoots", key("authoritative_engine_boots"), number),
    Field("snmp.msgAuthoritativeEngineTime", key("authoritative_engine_time"), number),
    Field("snmp.msgUserName", key("user_name")),
    Field("snmp.encryptedPDU", key("encrypted_pdu")),
    Field("snmp.name", BOUND("name")),
    Field("snmp.value.int", BOUND("integer"), number),
    Field("snmp.value.octets", snmp_octets),
    Field("snmp.value.oid", BOUND("oid")),
    Field("snmp.value.ipv4", BOUND("ip_address")),
    Field("snmp.value.counter", snmp_counters, number),
    Field("snmp.value.g32", BOUND("gauge"), number),
    Field("snmp.value.timeticks", BOUND("time_ticks"), number),
))


def standard(name):
    """In the form of RFC 5424 alone, where tshark writes a hyphen for what is not known."""
    return lambda layer: [str(layer.get(name, "-"))] if "version" in layer else []


def syslog_host(layer):
    """tshark finds none behind a timestamp of RFC 3339 in the form of RFC 3164."""
    return standard("hostname")(layer) if "version" in layer or "local_timestamp" not in layer else key("hostname")(layer)


SYSLOG = Application("syslog", "syslog", (
    Field("syslog.facility", key("facility"), number),
    Field("syslog.level", key("severity"), number),
    Field("syslog.version", key("version")),
    Field("syslog.timestamp_rfc3164", key("local_timestamp")),
    Field("syslog.hostname", syslog_host),
    Field("syslog.appname", standard("app_name")),
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


def has(name, *numbers):
    """Whether the value under this key is one of these."""
    return lambda layer: layer.get(name) in numbers


TFTP = Application("tftp", "tftp", (
    Field("tftp.opcode", key("opcode"), number),
    Field("tftp.block", key("block"), number),
    Field("tftp.source_file", key("filename"), applies=has("opcode", 1)),
    Field("tftp.destination_file", key("filename"), applies=has("opcode", 2)),
    Field("tftp.type", key("mode")),
    Field("tftp.error.code", key("error_code"), number),
    Field("tftp.option.name", members("options")("name")),
    Field("tftp.option.value", members("options")("value")),
))

DHCP_LISTS = ("options", "file_options", "sname_options")


def dhcp_option(*codes):
    """The values under a key of the options with these codes; those in a list one by one."""
    def choose(name):
        def ours(layer):
            found = (option[name] for each in DHCP_LISTS for option in layer.get(each, ())
                     if name in option and option["code"] in codes)
            return [str(value) for each in found for value in (each if isinstance(each, list) else [each])]
        return ours
    return choose


def dhcp_requested(layer):
    return [str(code["code"]) for each in DHCP_LISTS for option in layer.get(each, ()) if option["code"] == 55
            for code in option.get("codes", ())]


DHCP = Application("dhcp", "dhcp", (
    Field("dhcp.type", key("op"), number),
    Field("dhcp.hops", key("hops"), number),
    Field("dhcp.id", key("xid"), number),
    Field("dhcp.secs", key("secs"), number),
    Field("dhcp.flags.bc", key("broadcast"), flag),
    Field("dhcp.ip.client", key("ciaddr")),
    Field("dhcp.ip.your", key("yiaddr")),
    Field("dhcp.ip.server", key("siaddr")),
    Field("dhcp.ip.relay", key("giaddr")),
    Field("dhcp.option.dhcp", dhcp_option(53)("message_type"), number),
    Field("dhcp.option.hostname", dhcp_option(12)("host_name")),
    Field("dhcp.option.subnet_mask", dhcp_option(1)("address")),
    Field("dhcp.option.router", dhcp_option(3)("addresses")),
    Field("dhcp.option.domain_name_server", dhcp_option(6)("addresses")),
    Field("dhcp.option.domain_name", dhcp_option(15)("text")),
    Field("dhcp.option.requested_ip_address", dhcp_option(50)("address")),
    Field("dhcp.option.ip_address_lease_time", dhcp_option(51)("seconds"), number),
    Field("dhcp.option.dhcp_server_id", dhcp_option(54)("address")),
    Field("dhcp.option.request_list_item", dhcp_requested, number),
    Field("dhcp.option.vendor_class_id", dhcp_option(60)("text")),
))

NTP_TIME = has("mode", 0, 1, 2, 3, 4, 5)


def long_date(text):
    """A time such as Aug  2, 2016 02:20:28.247919033 UTC, as JSON has it."""
    moment, _, rest = text.partition(".")
    date = datetime.datetime.strptime(moment, "%b %d, %Y %H:%M:%S")
    return f"{date:%Y-%m-%dT%H:%M:%S}.{rest.removesuffix(' UTC')}Z"


NTP = Application("ntp", "ntp", (
    Field("ntp.flags.vn", key("version"), number, NTP_TIME),
    Field("ntp.flags.mode", key("mode"), number),
    Field("ntp.stratum", key("stratum"), number, NTP_TIME),
    Field("ntp.ppoll", key("poll"), number, NTP_TIME),
    Field("ntp.precision", key("precision"), number, NTP_TIME),
    Field("ntp.refid", lambda layer: [f"{layer['reference_id']:08x}"] if "reference_id" in layer else []),
    Field("ntp.xmt", key("transmit_time"), long_date, NTP_TIME),
    Field("ntp.ext.type", members("extensions")("type"), number),
    Field("ntp.keyid", lambda layer: [f"{layer['key_id']:08x}"] if "key_id" in layer else []),
    Field("ntp.ctrl.flags2.opcode", key("opcode"), number),
    Field("ntp.ctrl.count", key("count"), number),
    Field("ntp.priv.reqcode", key("request"), number),
    Field("ntp.priv.numitems", key("item_count"), number),
    Field("ntp.priv.itemsize", key("item_size"), number),
))

def shorten(text):
    """A text up to its first zero byte, with a question mark for what is not printable: tshark shows no more of it."""
    return re.sub(r"(\\x[0-9a-f]{2}|[\x01-\x1f\x7f-\x9f\ufffd])+", "?", re.split(r"\\x00|\x00", text)[0])


def radius_attribute(number_, name):
    """The values under a key of the attributes of this type."""
    return lambda layer: [str(each[name]) for each in layer.get("attributes", ()) if each["type"] == number_ and name in each]


def radius_text(number_, name):
    return lambda layer: [shorten(text) for text in radius_attribute(number_, name)(layer)]


RADIUS = Application("radius", "radius", (
    Field("radius.code", key("code"), number),
    Field("radius.id", key("id"), number),
    Field("radius.length", key("length"), number),
    Field("radius.authenticator", key("authenticator")),
    Field("radius.avp.type", members("attributes")("type"), number),
    Field("radius.avp.length", members("attributes")("length"), number),
    Field("radius.avp.vendor_id", members("attributes")("vendor_id"), number),
    Field("radius.User_Name", radius_text(1, "user_name"), shorten),
    Field("radius.NAS_IP_Address", radius_attribute(4, "address")),
    Field("radius.NAS_Port", radius_attribute(5, "number"), number),
    Field("radius.Service_Type", radius_attribute(6, "service_type"), number),
    Field("radius.Framed-IP-Address", radius_attribute(8, "address")),
    Field("radius.Called_Station_Id", radius_text(30, "text"), shorten),
    Field("radius.Calling_Station_Id", radius_text(31, "text"), shorten),
    Field("radius.NAS_Identifier", radius_text(32, "text"), shorten),
    Field("radius.Acct_Status_Type", radius_attribute(40, "acct_status_type"), number),
    Field("radius.Acct_Session_Id", radius_text(44, "text"), shorten),
    Field("radius.NAS_Port_Type", radius_attribute(61, "nas_port_type"), number),
))

def dhcpv6_objects(layer):
    """The message and its options, each before those within it."""
    yield layer
    for option in layer.get("options", ()):
        yield from dhcpv6_objects(option)


def dhcpv6(name, *codes):
    """The values under a key of the message and its options, or of the options with these codes; those in a list one by one."""
    def ours(layer):
        found = (each[name] for each in dhcpv6_objects(layer) if name in each and (not codes or each.get("code") in codes))
        return [str(value) for each in found for value in (each if isinstance(each, list) else [each])]
    return ours


def dhcpv6_requested(layer):
    return [str(code["code"]) for each in dhcpv6_objects(layer) if each.get("code") == 6 for code in each.get("codes", ())]


DHCPV6 = Application("dhcpv6", "dhcpv6", (
    Field("dhcpv6.msgtype", dhcpv6("message_type"), number),
    Field("dhcpv6.xid", dhcpv6("transaction_id"), number),
    Field("dhcpv6.hopcount", dhcpv6("hop_count"), number),
    Field("dhcpv6.linkaddr", dhcpv6("link_address")),
    Field("dhcpv6.peeraddr", dhcpv6("peer_address")),
    Field("dhcpv6.option.type", dhcpv6("code"), number),
    Field("dhcpv6.option.length", dhcpv6("length"), number),
    Field("dhcpv6.duid.type", dhcpv6("duid_type"), number),
    Field("dhcpv6.iaid.t1", dhcpv6("t1"), number),
    Field("dhcpv6.iaaddr.ip", dhcpv6("address")),
    Field("dhcpv6.iaaddr.valid_lifetime", dhcpv6("valid_lifetime", 5), number),
    Field("dhcpv6.requested_option_code", dhcpv6_requested, number),
    Field("dhcpv6.dns_server", dhcpv6("addresses", 23)),
    Field("dhcpv6.status_code", dhcpv6("status"), number),
))


APPLICATIONS = (dns("dns"), dns("mdns"), dns("llmnr"), STUN, stun("classicstun", ()), SSDP, SIP, RTP, RTCP, COAP, MPEGTS, RIP,
                RIPNG, SNMP, SYSLOG, NBNS, NBDGM, TFTP, DHCP, NTP, RADIUS, DHCPV6)
