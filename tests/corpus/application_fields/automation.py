"""What devices say among themselves: BACnet."""
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
    Field("bvlc.bdt_ip", members("broadcast_distribution_table")("address")),
    Field("bvlc.bdt_port", members("broadcast_distribution_table")("port"), number),
    Field("bvlc.fdt_timeout", members("foreign_device_table")("remaining"), number),
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

APPLICATIONS = (BACNET,)
