"""What devices tell each other to keep a network, or a car, going: BFD, PTP, HSRP, LDP, SOME/IP, Wake-on-LAN."""
from application_fields.comparison import Application, Field, flag, key, members, number, within

BFD = Application("bfd", "bfd", (
    Field("bfd.version", key("version"), number),
    Field("bfd.diag", key("diagnostic"), number),
    Field("bfd.sta", key("state"), number),
    Field("bfd.flags.p", key("poll"), flag),
    Field("bfd.flags.f", key("final"), flag),
    Field("bfd.flags.c", key("control_plane_independent"), flag),
    Field("bfd.flags.a", key("authentication_present"), flag),
    Field("bfd.flags.d", key("demand"), flag),
    Field("bfd.flags.m", key("multipoint"), flag),
    Field("bfd.detect_time_multiplier", key("detect_mult"), number),
    Field("bfd.message_length", key("length"), number),
    Field("bfd.my_discriminator", key("my_discriminator"), number),
    Field("bfd.your_discriminator", key("your_discriminator"), number),
    Field("bfd.desired_min_tx_interval", key("desired_min_tx_interval"), number),
    Field("bfd.required_min_rx_interval", key("required_min_rx_interval"), number),
    Field("bfd.required_min_echo_interval", key("required_min_echo_rx_interval"), number),
    Field("bfd.auth.type", key("auth_type"), number),
    Field("bfd.auth.len", key("auth_length"), number),
    Field("bfd.auth.key", key("auth_key_id"), number),
    Field("bfd.auth.seq_num", key("sequence_number"), number),
    Field("bfd.checksum", key("auth_digest")),
))


def ptp_only(*types):
    """In these messages alone: tshark has names of its own for what each kind of message says."""
    return lambda name: lambda layer: key(name)(layer) if layer["message_type"] in types else []


def ptp_tlv(message_type):
    return lambda name: lambda layer: members("tlvs")(name)(layer) if layer["message_type"] == message_type else []


SYNCS, DELAY_RESP, FOLLOW_UP = ptp_only(0, 1), ptp_only(9), ptp_only(8)
PDELAY_REQ, PDELAY_RESP, PDELAY_FOLLOW_UP = ptp_only(2), ptp_only(3), ptp_only(10)
ANNOUNCE, SIGNALING, MANAGEMENT = 11, 12, 13

PTP = Application("ptp", "ptp", (
    Field("ptp.v2.majorsdoid", key("major_sdo_id"), number),
    Field("ptp.v2.messagetype", key("message_type"), number),
    Field("ptp.v2.minorversionptp", key("minor_version"), number),
    Field("ptp.v2.versionptp", key("version"), number),
    Field("ptp.v2.messagelength", key("message_length"), number),
    Field("ptp.v2.minorsdoid", key("minor_sdo_id"), number),
    Field("ptp.v2.domainnumber", key("domain_number"), number),
    Field("ptp.v2.flags.alternatemaster", key("alternate_master"), flag),
    Field("ptp.v2.flags.twostep", key("two_step"), flag),
    Field("ptp.v2.flags.unicast", key("unicast"), flag),
    Field("ptp.v2.flags.specific1", key("profile_specific_1"), flag),
    Field("ptp.v2.flags.specific2", key("profile_specific_2"), flag),
    Field("ptp.v2.flags.security", key("security"), flag),
    Field("ptp.v2.flags.li61", key("leap61"), flag),
    Field("ptp.v2.flags.li59", key("leap59"), flag),
    Field("ptp.v2.flags.utcreasonable", key("current_utc_offset_valid"), flag),
    Field("ptp.v2.flags.timescale", key("ptp_timescale"), flag),
    Field("ptp.v2.flags.timetraceable", key("time_traceable"), flag),
    Field("ptp.v2.flags.frequencytraceable", key("frequency_traceable"), flag),
    Field("ptp.v2.flags.synchronizationUncertain", key("synchronization_uncertain"), flag),
    Field("ptp.v2.correction.ns", key("correction_nanoseconds"), number),
    Field("ptp.v2.clockidentity", key("source_clock_identity")),
    Field("ptp.v2.sourceportid", key("source_port_number"), number),
    Field("ptp.v2.sequenceid", key("sequence_id"), number),
    Field("ptp.v2.controlfield", key("control_field"), number),
    Field("ptp.v2.logmessageperiod", key("log_message_interval"), number),
    Field("ptp.v2.sdr.origintimestamp.seconds", SYNCS("origin_seconds"), number),
    Field("ptp.v2.sdr.origintimestamp.nanoseconds", SYNCS("origin_nanoseconds"), number),
    Field("ptp.v2.fu.preciseorigintimestamp.seconds", FOLLOW_UP("precise_origin_seconds"), number),
    Field("ptp.v2.fu.preciseorigintimestamp.nanoseconds", FOLLOW_UP("precise_origin_nanoseconds"), number),
    Field("ptp.v2.dr.receivetimestamp.seconds", DELAY_RESP("receive_seconds"), number),
    Field("ptp.v2.dr.receivetimestamp.nanoseconds", DELAY_RESP("receive_nanoseconds"), number),
    Field("ptp.v2.dr.requestingsourceportidentity", DELAY_RESP("requesting_clock_identity")),
    Field("ptp.v2.dr.requestingsourceportid", DELAY_RESP("requesting_port_number"), number),
    Field("ptp.v2.pdrq.origintimestamp.seconds", PDELAY_REQ("origin_seconds"), number),
    Field("ptp.v2.pdrq.origintimestamp.nanoseconds", PDELAY_REQ("origin_nanoseconds"), number),
    Field("ptp.v2.pdrs.requestreceipttimestamp.seconds", PDELAY_RESP("request_receipt_seconds"), number),
    Field("ptp.v2.pdrs.requestreceipttimestamp.nanoseconds", PDELAY_RESP("request_receipt_nanoseconds"), number),
    Field("ptp.v2.pdrs.requestingportidentity", PDELAY_RESP("requesting_clock_identity")),
    Field("ptp.v2.pdrs.requestingsourceportid", PDELAY_RESP("requesting_port_number"), number),
    Field("ptp.v2.pdfu.responseorigintimestamp.seconds", PDELAY_FOLLOW_UP("response_origin_seconds"), number),
    Field("ptp.v2.pdfu.responseorigintimestamp.nanoseconds", PDELAY_FOLLOW_UP("response_origin_nanoseconds"), number),
    Field("ptp.v2.pdfu.requestingportidentity", PDELAY_FOLLOW_UP("requesting_clock_identity")),
    Field("ptp.v2.pdfu.requestingsourceportid", PDELAY_FOLLOW_UP("requesting_port_number"), number),
    Field("ptp.v2.an.origincurrentutcoffset", key("current_utc_offset"), number),
    Field("ptp.v2.an.priority1", key("grandmaster_priority1"), number),
    Field("ptp.v2.an.grandmasterclockclass", key("grandmaster_clock_class"), number),
    Field("ptp.v2.an.grandmasterclockaccuracy", key("grandmaster_clock_accuracy"), number),
    Field("ptp.v2.an.grandmasterclockvariance", key("grandmaster_variance"), number),
    Field("ptp.v2.an.priority2", key("grandmaster_priority2"), number),
    Field("ptp.v2.an.grandmasterclockidentity", key("grandmaster_identity")),
    Field("ptp.v2.an.localstepsremoved", key("steps_removed"), number),
    Field("ptp.v2.timesource", key("time_source"), number),
    Field("ptp.v2.an.tlvType", ptp_tlv(ANNOUNCE)("type"), number),
    Field("ptp.v2.sig.targetportidentity", ptp_only(SIGNALING)("target_clock_identity")),
    Field("ptp.v2.sig.tlv.tlvType", ptp_tlv(SIGNALING)("type"), number),
    Field("ptp.v2.mm.targetportidentity", ptp_only(MANAGEMENT)("target_clock_identity")),
    Field("ptp.v2.mm.targetportid", ptp_only(MANAGEMENT)("target_port_number"), number),
    Field("ptp.v2.mm.startingboundaryhops", key("starting_boundary_hops"), number),
    Field("ptp.v2.mm.boundaryhops", key("boundary_hops"), number),
    Field("ptp.v2.mm.action", key("action"), number),
    Field("ptp.v2.mm.tlvType", ptp_tlv(MANAGEMENT)("type"), number),
    Field("ptp.v2.mm.lengthField", ptp_tlv(MANAGEMENT)("length"), number),
    Field("ptp.v2.mm.managementId", members("tlvs")("management_id"), number),
))

HSRP = Application("hsrp", "hsrp", (
    Field("hsrp.version", key("version"), number),
    Field("hsrp.opcode", key("opcode"), number),
    Field("hsrp.state", key("state"), number),
    Field("hsrp.hellotime", key("hello_time"), number),
    Field("hsrp.holdtime", key("hold_time"), number),
    Field("hsrp.priority", key("priority"), number),
    Field("hsrp.group", key("group"), number),
    Field("hsrp.virt_ip", key("virtual_ip")),
    Field("hsrp.adv.tlvtype", key("advertisement_type"), number),
    Field("hsrp.adv.tlvlength", key("advertisement_length"), number),
    Field("hsrp.adv.state", key("advertisement_state"), number),
    Field("hsrp.adv.activegrp", key("active_groups"), number),
    Field("hsrp.adv.passivegrp", key("passive_groups"), number),
    Field("hsrp2.version", members("tlvs")("version"), number),
    Field("hsrp2.opcode", members("tlvs")("opcode"), number),
    Field("hsrp2.state", members("tlvs")("state"), number),
    Field("hsrp2.ipversion", members("tlvs")("ip_version"), number),
    Field("hsrp2.group", members("tlvs")("group"), number),
    Field("hsrp2.identifier", members("tlvs")("identifier")),
    Field("hsrp2.hellotime", members("tlvs")("hello_time_milliseconds"), number),
    Field("hsrp2.holdtime", members("tlvs")("hold_time_milliseconds"), number),
    Field("hsrp2.priority", members("tlvs")("priority"), number),
    Field("hsrp2.virt_ip", members("tlvs")("virtual_ip")),
    Field("hsrp2.virt_ip_v6", members("tlvs")("virtual_ipv6")),
    Field("hsrp2.active_groups", members("tlvs")("active_groups"), number),
    Field("hsrp2.passive_groups", members("tlvs")("passive_groups"), number),
    Field("hsrp2.md5_key_id", members("tlvs")("key_id"), number),
    Field("hsrp2.md5_auth_data", members("tlvs")("digest")),
))

LDP_TLV = within("messages", "tlvs")

LDP = Application("ldp", "ldp", (
    Field("ldp.hdr.version", key("version"), number),
    Field("ldp.hdr.pdu_len", key("pdu_length"), number),
    Field("ldp.hdr.ldpid.lsr", key("lsr_id")),
    Field("ldp.hdr.ldpid.lsid", key("label_space"), number),
    Field("ldp.msg.ubit", members("messages")("unknown"), flag),
    Field("ldp.msg.type", members("messages")("type"), number),
    Field("ldp.msg.len", members("messages")("length"), number),
    Field("ldp.msg.id", members("messages")("id"), number),
    Field("ldp.msg.tlv.type", LDP_TLV("type"), number),
    Field("ldp.msg.tlv.len", LDP_TLV("length"), number),
    Field("ldp.msg.tlv.hello.hold", LDP_TLV("hold_time"), number),
    Field("ldp.msg.tlv.hello.targeted", LDP_TLV("targeted"), flag),
    Field("ldp.msg.tlv.hello.requested", LDP_TLV("request_targeted"), flag),
    Field("ldp.msg.tlv.hello.gtsm", LDP_TLV("gtsm"), flag),
    Field("ldp.msg.tlv.ipv4.taddr", LDP_TLV("ipv4_address")),
    Field("ldp.msg.tlv.ipv6.taddr", LDP_TLV("ipv6_address")),
    Field("ldp.msg.tlv.hello.cnf_seqno", LDP_TLV("sequence_number"), number),
))

SOMEIP_ENTRY, SOMEIP_OPTION = within("messages", "entries"), within("messages", "options")


def someip_strings(layer):
    return [text for message in layer["messages"] for option in message.get("options", ())
            for text in option.get("strings", ())]


SOMEIP = Application("someip", "someip", (
    Field("someip.serviceid", members("messages")("service_id"), number),
    Field("someip.methodid", members("messages")("method_id"), number),
    Field("someip.length", members("messages")("length"), number),
    Field("someip.clientid", members("messages")("client_id"), number),
    Field("someip.sessionid", members("messages")("session_id"), number),
    Field("someip.protoversion", members("messages")("protocol_version"), number),
    Field("someip.interfaceversion", members("messages")("interface_version"), number),
    Field("someip.messagetype", members("messages")("message_type"), number),
    Field("someip.returncode", members("messages")("return_code"), number),
    Field("someip.tp.offset", members("messages")("tp_offset"), number),
    Field("someip.tp.flags.more_segments", members("messages")("tp_more_segments"), flag),
    Field("someipsd.flags.reboot", members("messages")("reboot"), flag),
    Field("someipsd.flags.unicast", members("messages")("unicast"), flag),
    Field("someipsd.length_entriesarray", members("messages")("entries_length"), number),
    Field("someipsd.entry.type", SOMEIP_ENTRY("type"), number),
    Field("someipsd.entry.index1", SOMEIP_ENTRY("first_index"), number),
    Field("someipsd.entry.index2", SOMEIP_ENTRY("second_index"), number),
    Field("someipsd.entry.numopt1", SOMEIP_ENTRY("first_count"), number),
    Field("someipsd.entry.numopt2", SOMEIP_ENTRY("second_count"), number),
    Field("someipsd.entry.serviceid", SOMEIP_ENTRY("service_id"), number),
    Field("someipsd.entry.instanceid", SOMEIP_ENTRY("instance_id"), number),
    Field("someipsd.entry.majorver", SOMEIP_ENTRY("major_version"), number),
    Field("someipsd.entry.ttl", SOMEIP_ENTRY("ttl"), number),
    Field("someipsd.entry.minorver", SOMEIP_ENTRY("minor_version"), number),
    Field("someipsd.entry.counter", SOMEIP_ENTRY("counter"), number),
    Field("someipsd.entry.eventgroupid", SOMEIP_ENTRY("eventgroup_id"), number),
    Field("someipsd.length_optionsarray", members("messages")("options_length"), number),
    Field("someipsd.option.type", SOMEIP_OPTION("type"), number),
    Field("someipsd.option.length", SOMEIP_OPTION("length"), number),
    Field("someipsd.option.ipv4address", SOMEIP_OPTION("ipv4_address")),
    Field("someipsd.option.ipv6address", SOMEIP_OPTION("ipv6_address")),
    Field("someipsd.option.proto", SOMEIP_OPTION("l4_protocol"), number),
    Field("someipsd.option.port", SOMEIP_OPTION("port"), number),
    Field("someipsd.option.config_string_element", someip_strings),
    Field("someipsd.option.priority", SOMEIP_OPTION("priority"), number),
    Field("someipsd.option.weight", SOMEIP_OPTION("weight"), number),
))

WOL = Application("wol", "wol", (
    Field("wol.mac", lambda layer: 16 * key("mac")(layer)),  # each of its repetitions
))

APPLICATIONS = (BFD, PTP, HSRP, LDP, SOMEIP, WOL)
