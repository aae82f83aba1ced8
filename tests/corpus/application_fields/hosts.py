"""What hosts are told and told about: addresses, routes, files, time."""
import datetime

from application_fields.comparison import Application, Field, either, flag, has, key, members, number


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
    Field("dhcp.option.time_offset", dhcp_option(2)("time_offset"), number),
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


def signed_byte(text):
    """tshark has it without a sign."""
    return str((int(text) + 128) % 256 - 128)


NTP = Application("ntp", "ntp", (
    Field("ntp.flags.vn", key("version"), number, NTP_TIME),
    Field("ntp.flags.mode", key("mode"), number),
    Field("ntp.stratum", key("stratum"), number, NTP_TIME),
    Field("ntp.ppoll", key("poll"), signed_byte, NTP_TIME),
    Field("ntp.precision", key("precision"), signed_byte, NTP_TIME),
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

APPLICATIONS = (RIP, RIPNG, TFTP, DHCP, NTP, DHCPV6)
