"""What devices say among themselves: BACnet, KNXnet/IP, RTPS."""
from application_fields.comparison import Application, Field, key, members, number


def any_key(*names):
    """The values under these keys, of those that there are."""
    return lambda layer: [str(layer[name]) for name in names if name in layer]


def is_whole(layer):
    """tshark reads segments when they are all there."""
    return not layer.get("segmented")


def has_one_property(layer):
    """Lists of properties are not read."""
    return "parameters" not in layer or "property" in layer


BACNET = Application("bacnet", "bvlc", (
    Field("bvlc.function", key("function"), number),
    Field("bvlc.function_ipv6", key("ipv6_function"), number),
    Field("bvlc.result", any_key("result_code", "ipv6_result_code"), number),
    Field("bvlc.virtual_source", key("virtual_source"), number),
    Field("bvlc.reg_ttl", key("ttl"), number),
    Field("bvlc.fwd_ip", key("origin_address")),
    Field("bvlc.bdt_ip", members("distribution_table")("address")),
    Field("bvlc.bdt_port", members("distribution_table")("port"), number),
    Field("bvlc.fdt_timeout", members("foreign_table")("remaining"), number),
    Field("bacnet.version", key("version"), number),
    Field("bacnet.dnet", key("dnet"), number, applies=lambda layer: not layer.get("network_message")),
    Field("bacnet.snet", key("snet"), number),
    Field("bacnet.hopc", key("hop_count"), number),
    Field("bacnet.mesgtyp", key("message_type"), number),
    Field("bacapp.type", key("pdu_type"), number),
    Field("bacapp.invoke_id", key("invoke_id"), number),
    Field("bacapp.sequence_number", key("sequence_number"), number),
    Field("bacapp.confirmed_service", any_key("confirmed_service", "ack_service", "error_service"), number),
    Field("bacapp.unconfirmed_service", key("unconfirmed_service"), number),
    Field("bacapp.reject_reason", key("reject_reason"), number),
    Field("bacapp.abort_reason", key("abort_reason"), number),
    Field("bacapp.error_class", key("error_class"), number),
    Field("bacapp.error_code", key("error_code"), number),
    Field("bacapp.who_is.low_limit", key("low_limit"), number),
    Field("bacapp.who_is.high_limit", key("high_limit"), number),
    Field("bacapp.objectType", any_key("device_type", "object_type"), number, applies=is_whole),
    Field("bacapp.instance_number", any_key("device_instance", "object_instance"), number, applies=is_whole),
    Field("bacapp.property_identifier", key("property"), number, applies=has_one_property),
    Field("bacapp.vendor_identifier", key("vendor_id"), number),
))

def knx_number(text):
    """tshark has the number behind an address."""
    first, second, third = map(int, text.replace("/", ".").split("."))
    return str(first << (11 if "/" in text else 12) | second << 8 | third)


def knx_addresses(*names):
    return lambda layer: [knx_number(layer[name]) for name in names if name in layer]


def knx_devices(layer):
    """Addresses in blocks, of which some have one and some a list."""
    texts = [layer["tunnel_address"]] if "tunnel_address" in layer else []
    for block in layer.get("blocks", ()):
        texts += key("individual_address")(block) + block.get("addresses", [])
    return [knx_number(text) for text in texts]


def knx_service(is_escape):
    """The first four bits of most services, all ten of those that have no data beside them."""
    def choose(layer):
        if "apci" not in layer:
            return []
        has_ten = layer["apci"] >> 6 in (0xb, 0xf)
        return [str(layer["apci"] if is_escape else layer["apci"] >> 6)] if has_ten == is_escape else []
    return choose


KNXNET = Application("knxnet", "kip", (
    Field("knxip.service", key("service"), number),
    Field("knxip.totallength", key("total_length"), number),
    Field("knxip.channel", key("channel"), number),
    Field("knxip.seqctr", key("sequence"), number),
    Field("knxip.status", key("status"), number,
          applies=lambda layer: "device_state" not in layer and "feature" not in layer),
    Field("knxip.ipaddr", members("endpoints")("address")),
    Field("knxip.port", members("endpoints")("port"), number),
    Field("knxip.dibtype", members("blocks")("type"), number),
    Field("knxip.knxaddr", knx_devices, number),
    Field("knxip.macaddr", members("blocks")("mac_address")),
    Field("knxip.device.name", members("blocks")("friendly_name")),
    Field("cemi.mc", key("message_code"), number),
    Field("cemi.prio", key("priority"), number),
    Field("cemi.hc", key("hop_count"), number),
    Field("cemi.sa", knx_addresses("source"), number),
    Field("cemi.da", knx_addresses("destination", "destination_group"), number),
    Field("cemi.len", key("npdu_length"), number),
    Field("cemi.num", key("transport_sequence"), number),
    Field("cemi.tc", key("transport_control"), number),
    Field("cemi.ac", knx_service(False), number),
    Field("cemi.ax", knx_service(True), number),
    Field("cemi.pid", key("property"), number, applies=lambda layer: "apci" not in layer),
))

def submessages(*names):
    """Of each submessage the values under these keys."""
    return lambda layer: [str(submessage[name]) for submessage in layer.get("submessages", ())
                          for name in names if name in submessage]


def parameters(name):
    return lambda layer: [str(parameter[name]) for submessage in layer.get("submessages", ())
                          for each in ("inline_qos", "parameters") for parameter in submessage.get(each, ())
                          if name in parameter and (name, parameter["id"]) != ("length", 1)]


def is_discovery(layer):
    """Beside data tshark has the names that it remembers of a writer."""
    return any("parameters" in submessage for submessage in layer.get("submessages", ()))


SEQUENCES = ("sequence_number", "first_sequence_number", "last_sequence_number", "bitmap_base")

RTPS = Application("rtps", "rtps", (
    Field("rtps.guidPrefix", lambda layer: key("guid_prefix")(layer) + submessages("guid_prefix")(layer),
          applies=lambda layer: layer["major_version"] > 1),
    Field("rtps.sm.id", submessages("id"), number),
    Field("rtps.sm.flags", submessages("flags"), number),
    Field("rtps.sm.octetsToNextHeader", submessages("length"), number),
    Field("rtps.sm.rdEntityId", submessages("reader_id"), number),
    Field("rtps.sm.wrEntityId", submessages("writer_id"), number),
    Field("rtps.sm.seqNumber", lambda layer: [number(text) for text in submessages(*SEQUENCES)(layer)], number),
    Field("rtps.bitmap", submessages("bitmap")),
    Field("rtps.param.id", parameters("id"), number),
    Field("rtps.param.length", parameters("length"), number),
    Field("rtps.param.topicName", parameters("topic_name"), applies=is_discovery),
    Field("rtps.param.typeName", parameters("type_name"), applies=is_discovery),
    Field("rtps.param.entityName", parameters("entity"), applies=is_discovery),
))

APPLICATIONS = (BACNET, KNXNET, RTPS)
