"""Management and access: SNMP, syslog, RADIUS, CoAP."""
import re

from application_fields.comparison import Application, Field, key, members, number


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

COAP = Application("coap", "coap", (
    Field("coap.type", key("type"), number),
    Field("coap.code", key("code"), number),
    Field("coap.mid", key("message_id"), number),
    Field("coap.token", key("token")),
    Field("coap.opt.uri_path", lambda layer: [option["path"] for option in layer.get("options", ())
                                              if option["number"] == 11 and "path" in option]),
))

APPLICATIONS = (SNMP, SYSLOG, RADIUS, COAP)
