"""Tunnels, and what sets them up or says who may: IKE, OpenVPN, PFCP, Kerberos, WireGuard."""
from application_fields.comparison import Application, Field, flag, key, members, number, within

PAYLOADS = members("payloads")
PROPOSALS = within("payloads", "proposals")
TRANSFORMS = within("payloads", "proposals", "transforms")
ATTRIBUTES = within("payloads", "proposals", "transforms", "attributes")


def hexadecimal(name):
    """Of a number that is wider than 53 bits, which is written so."""
    return lambda layer: [layer[name][2:]] if name in layer else []


def ike_parts(layer):
    """Proposals and transforms are payloads, too, for tshark: their types are 2 and 3."""
    for payload in layer.get("payloads", ()):
        yield payload["type"], payload, payload.get("next_payload")
        for proposal in payload.get("proposals", ()):
            yield 2, proposal, proposal.get("more")
            for transform in proposal.get("transforms", ()):
                yield 3, transform, transform.get("more")


def ike_types(layer):
    return [str(type_) for type_, _, _ in ike_parts(layer)]


def ike_next_types(layer):
    return [str(layer["next_payload"])] + [str(following) for _, _, following in ike_parts(layer)]


def ike_lengths(layer):
    return [str(part["length"]) for _, part, _ in ike_parts(layer)]


def of_protocol(is_ike, name):
    """tshark has a name of its own for what proposals of version 1 for IKE itself hold."""
    return lambda layer: [str(attribute[name]) for payload in layer.get("payloads", ())
                          for proposal in payload.get("proposals", ()) if (proposal["protocol"] == 1) == is_ike
                          for transform in proposal.get("transforms", ()) for attribute in transform.get("attributes", ())
                          if name in attribute]


def is_version(version):
    return lambda layer: layer["major_version"] == version


def old_transform(layer):
    return [str(transform[name]) for payload in layer.get("payloads", ()) for proposal in payload.get("proposals", ())
            for transform in proposal.get("transforms", ()) for name in ("id", "ike", "ah", "esp", "ipcomp") if name in transform]


ISAKMP = Application("isakmp", "isakmp", (
    Field("isakmp.ispi", hexadecimal("initiator_spi")),
    Field("isakmp.rspi", hexadecimal("responder_spi")),
    Field("isakmp.mjver", key("major_version"), number),
    Field("isakmp.exchangetype", key("exchange_type"), number),
    Field("isakmp.messageid", key("message_id"), number),
    Field("isakmp.length", key("length"), number),
    Field("isakmp.flag_e", key("encrypted"), flag),
    Field("isakmp.flag_r", key("response"), flag),
    Field("isakmp.flag_i", key("from_initiator"), flag),
    Field("isakmp.typepayload", ike_types, number),
    Field("isakmp.nextpayload", ike_next_types, number),
    Field("isakmp.payloadlength", ike_lengths, number),
    Field("isakmp.sa.doi", lambda layer: [str(payload["doi"]) for payload in layer.get("payloads", ()) if payload["type"] == 1],
          number),
    Field("isakmp.prop.number", PROPOSALS("number"), number),
    Field("isakmp.prop.protoid", PROPOSALS("protocol"), number),
    Field("isakmp.prop.transforms", PROPOSALS("transform_count"), number),
    Field("isakmp.trans.id", old_transform, number, is_version(1)),
    Field("isakmp.tf.type", TRANSFORMS("type"), number),
    Field("isakmp.tf.id.encr", TRANSFORMS("encryption"), number),
    Field("isakmp.tf.id.prf", TRANSFORMS("prf"), number),
    Field("isakmp.tf.id.integ", TRANSFORMS("integrity"), number),
    Field("isakmp.tf.id.esn", TRANSFORMS("esn"), number),
    Field("isakmp.ike2.attr.key_length", ATTRIBUTES("key_length"), number, is_version(2)),
    Field("isakmp.ike.attr.encryption_algorithm", of_protocol(True, "encryption"), number, is_version(1)),
    Field("isakmp.ike.attr.hash_algorithm", of_protocol(True, "hash"), number, is_version(1)),
    Field("isakmp.ike.attr.authentication_method", of_protocol(True, "auth_method"), number, is_version(1)),
    Field("isakmp.ike.attr.group_description", of_protocol(True, "group"), number, is_version(1)),
    Field("isakmp.ike.attr.key_length", of_protocol(True, "key_length"), number, is_version(1)),
    Field("isakmp.ipsec.attr.encap_mode", of_protocol(False, "encapsulation"), number, is_version(1)),
    Field("isakmp.ipsec.attr.auth_algorithm", of_protocol(False, "integrity"), number, is_version(1)),
    Field("isakmp.key_exchange.dh_group", PAYLOADS("group"), number),
    Field("isakmp.key_exchange.data", PAYLOADS("key_exchange")),
    Field("isakmp.nonce", PAYLOADS("nonce")),
    Field("isakmp.vid_bytes", PAYLOADS("vendor_id")),
    Field("isakmp.id.type", PAYLOADS("id_type"), number),
    Field("isakmp.id.data.fqdn", lambda layer: [payload["text"] for payload in layer.get("payloads", ())
                                                if payload.get("id_type") == 2 and "text" in payload]),
    Field("isakmp.notify.msgtype", lambda layer: PAYLOADS("notify_type")(layer) + PAYLOADS("notification_type")(layer), number),
    Field("isakmp.ts.start_ipv4", within("payloads", "selectors")("start_ipv4")),
    Field("isakmp.ts.end_ipv6", within("payloads", "selectors")("end_ipv6")),
    Field("isakmp.frag.number", PAYLOADS("fragment_number"), number),
    Field("isakmp.frag.total", PAYLOADS("total_fragments"), number),
))


def wide(text):
    """A number of 64 bits, as JSON has it."""
    return f"0x{int(text, 0):016x}"


OPENVPN = Application("openvpn", "openvpn", (
    Field("openvpn.opcode", key("opcode"), number),
    Field("openvpn.keyid", key("key_id"), number),
    Field("openvpn.peerid", key("peer_id"), number),
    Field("openvpn.sessionid", key("session_id"), wide),
    Field("openvpn.mpidarrayelement", lambda layer: [str(each) for each in layer.get("acknowledged", ())], number),
    Field("openvpn.rsessionid", key("remote_session_id"), wide),
    Field("openvpn.mpid", key("message_packet_id"), number),
    Field("openvpn.hmac", key("hmac")),
    Field("openvpn.pid", key("packet_id"), number),
))

WIREGUARD = Application("wireguard", "wg", (
    Field("wg.type", key("type"), number),
    Field("wg.sender", key("sender"), number),
    Field("wg.receiver", key("receiver"), number),
    Field("wg.mac1", key("mac1")),
    Field("wg.mac2", key("mac2")),
    Field("wg.nonce", key("nonce")),
    Field("wg.counter", key("counter"), wide),
))


def elements(layer):
    """All elements, in their order: those that an element is made of stand behind it."""
    for element in layer.get("elements", ()):
        yield element
        yield from elements(element)


def of_elements(name, *types):
    """Their values under a key; of elements of these types, if any are said."""
    return lambda layer: [str(element[name]) for element in elements(layer)
                          if name in element and (not types or element["type"] in types)]


def dotted(layer):
    """Names of networks, as tshark writes those that are labels and those that are none."""
    return [".".join(element["labels"]) if "labels" in element else element["text"] for element in elements(layer)
            if element["type"] in (22, 116) and ("labels" in element or "text" in element)]


def has_short_labels(layer):
    """tshark takes the length of a label for a character where it could be one."""
    return all(len(element["labels"][0]) < 32 for element in elements(layer) if "labels" in element)


PFCP = Application("pfcp", "pfcp", (
    Field("pfcp.msg_type", key("message_type"), number),
    Field("pfcp.length", key("length"), number),
    Field("pfcp.fo_flag", key("follow_on"), flag),
    Field("pfcp.seid", lambda layer: key("seid")(layer) + of_elements("seid")(layer), wide),
    Field("pfcp.seqno", key("sequence"), number),
    Field("pfcp.mp", key("priority"), number),
    Field("pfcp.ie_type", lambda layer: [str(element["type"]) for element in elements(layer) if element["type"] < 0x8000], number),
    Field("pfcp.ie_len", of_elements("length"), number),
    Field("pfcp.cause", of_elements("cause"), number),
    Field("pfcp.node_id_type", of_elements("node_id_type"), number),
    Field("pfcp.node_id_ipv4", of_elements("ipv4_address", 60, 103)),
    Field("pfcp.f_seid.ipv4", of_elements("ipv4_address", 57)),
    Field("pfcp.f_seid.ipv6", of_elements("ipv6_address", 57)),
    Field("pfcp.f_teid.teid", of_elements("teid", 21), number),
    Field("pfcp.f_teid.ipv4_addr", of_elements("ipv4_address", 21)),
    Field("pfcp.f_teid.ipv6_addr", of_elements("ipv6_address", 21)),
    Field("pfcp.ue_ip_addr_ipv4", of_elements("ue_ipv4_address")),
    Field("pfcp.ue_ip_addr_ipv6", of_elements("ue_ipv6_address")),
    Field("pfcp.pdr_id", of_elements("pdr_id"), number),
    Field("pfcp.precedence", of_elements("precedence"), number),
    Field("pfcp.source_interface", of_elements("source_interface"), number),
    Field("pfcp.dst_interface", of_elements("destination_interface", 42), number),
    Field("pfcp.apply_action.drop", of_elements("drop"), flag),
    Field("pfcp.apply_action.nocp", of_elements("notify"), flag),
    Field("pfcp.outer_hdr_creation.teid", of_elements("teid", 84), number),
    Field("pfcp.outer_hdr_creation.ipv4", of_elements("ipv4_address", 84)),
    Field("pfcp.outer_hdr_creation.ipv6", of_elements("ipv6_address", 84)),
    Field("pfcp.outer_hdr_creation.port", of_elements("port", 84), number),
    Field("pfcp.out_hdr_desc", of_elements("removed_header"), number),
    Field("pfcp.ul_mbr", of_elements("uplink_rate", 26), number),
    Field("pfcp.dl_gbr", of_elements("downlink_rate", 27), number),
    Field("pfcp.gate_status.ulgate", of_elements("uplink_gate"), number),
    Field("pfcp.volume_measurement.tovol", of_elements("total_volume", 66), wide),
    Field("pfcp.volume_measurement.dlnop", of_elements("downlink_packets", 66), wide),
    Field("pfcp.volume_quota.ulvol", of_elements("uplink_volume", 73), wide),
    Field("pfcp.offending_ie", of_elements("offending_type"), number),
    Field("pfcp.pdn_type", of_elements("network_type"), number),
    Field("pfcp.network_instance", dotted, applies=has_short_labels),
    Field("pfcp.enterprise_id", of_elements("enterprise"), number),
))

def principal(name):
    """The components of a name: tshark does not join them."""
    return lambda layer: [part for text in key(name)(layer) for part in text.split("/")]


def realms(layer):
    """In the order of the message: of replies and AP-REQ, only the ticket has one."""
    return key("realm")(layer) + [ticket["realm"] for ticket in layer.get("tickets", ())]


def names(layer):
    tickets = [part for ticket in layer.get("tickets", ()) for part in principal("sname")(ticket)]
    return principal("sname")(layer) + tickets


def has_plain_padata(layer):
    """tshark takes apart some of them, and shows what they hold under the same names."""
    return not any(entry["type"] in (1, 2, 16, 17, 136, 138) for entry in layer.get("padata", ()))


KERBEROS = Application("kerberos", "kerberos", (
    Field("kerberos.pvno", key("pvno"), number, has_plain_padata),
    Field("kerberos.msg_type", key("msg_type"), number, has_plain_padata),
    Field("kerberos.padata_type", members("padata")("type"), number),
    Field("kerberos.crealm", key("crealm")),
    Field("kerberos.CNameString", principal("cname")),
    Field("kerberos.realm", realms, applies=has_plain_padata),
    Field("kerberos.SNameString", names, applies=has_plain_padata),
    Field("kerberos.nonce", key("nonce"), number),
    Field("kerberos.ENCTYPE", members("etypes")("etype"), number),
    Field("kerberos.error_code", key("error_code"), number),
    Field("kerberos.e_text", key("e_text")),
    Field("kerberos.KDCOptions.canonicalize", key("canonicalize"), flag),
    Field("kerberos.KDCOptions.renew", key("renew"), flag),
    Field("kerberos.cusec", key("cusec"), number),
    Field("kerberos.susec", key("susec"), number),
))

KPASSWD = Application("kpasswd", "kpasswd", (
    Field("kpasswd.message_len", key("message_length"), number),
    Field("kpasswd.version", key("version"), number),
    Field("kpasswd.ap_req_len", key("ap_length"), number),
))

APPLICATIONS = (ISAKMP, OPENVPN, WIREGUARD, PFCP, KERBEROS, KPASSWD)
