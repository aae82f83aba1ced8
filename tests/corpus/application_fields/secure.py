"""What is encrypted, as far as it is in clear: QUIC, DTLS, OICQ."""
from application_fields.comparison import Application, Field, flag, key, number, within

PACKET = within("packets")


V2 = (0x6b3343cf, 0x709a50c4)


def chosen(name, is_chosen):
    """The values under a key of the packets that are chosen."""
    return lambda layer: [str(packet[name]) for packet in layer["packets"] if name in packet and is_chosen(packet)]


QUIC = Application("quic", "quic", (
    Field("quic.header_form", PACKET("header_form"), number),
    Field("quic.fixed_bit", chosen("fixed_bit", lambda packet: packet["type"] != "Retry"), flag),  # tshark has none there
    Field("quic.version", PACKET("version"), number),
    Field("quic.long.packet_type", chosen("long_packet_type", lambda packet: packet["version"] not in V2), number),
    Field("quic.long.packet_type_v2", chosen("long_packet_type", lambda packet: packet["version"] in V2), number),
    Field("quic.spin_bit", PACKET("spin_bit"), flag),
    Field("quic.dcid", PACKET("dcid")),
    Field("quic.scid", PACKET("scid")),
    Field("quic.token", PACKET("token")),
    Field("quic.token_length", PACKET("token_length"), number),
    Field("quic.length", PACKET("length"), number),
    Field("quic.odcid", PACKET("odcid")),
    Field("quic.supported_version", within("packets", "versions")("version"), number),
    Field("quic.retry_token", PACKET("retry_token")),
    Field("quic.retry_integrity_tag", PACKET("retry_integrity_tag")),
))

RECORD, MESSAGE, EXTENSION = within("records"), within("records", "messages"), within("records", "messages", "extensions")


def extensions(choose):
    """What is chosen of each extension of hellos."""
    return lambda layer: [str(each) for record in layer["records"] for message in record.get("messages", ())
                          for extension in message.get("extensions", ()) for each in choose(extension)]


def versions(extension):
    """Those of a client, and the one that a server has chosen."""
    return [each["version"] for each in extension.get("supported_versions", ())] \
        + [extension[name] for name in ("selected_version",) if name in extension]


def plain_types(is_special):
    """tshark has a name of its own for the type of records with a connection id."""
    return lambda layer: [str(record["content_type"]) for record in layer["records"]
                          if "content_type" in record and (record["content_type"] == 25) == is_special]


def suites(layer):
    """Those that are offered, and the one that is chosen."""
    return [str(suite["cipher_suite"]) for record in layer["records"] for message in record.get("messages", ())
            for suite in message.get("cipher_suites", [message]) if "cipher_suite" in suite]


DTLS = Application("dtls", "dtls", (
    Field("dtls.record.content_type", plain_types(False), number),
    Field("dtls.record.special_type", plain_types(True), number),
    Field("dtls.record.version", RECORD("version"), number),
    Field("dtls.record.epoch", RECORD("epoch"), number),
    Field("dtls.record.sequence_number", RECORD("sequence_number"), number),
    Field("dtls.record.length", RECORD("length"), number),
    Field("dtls.record.connection_id", RECORD("connection_id")),
    Field("dtls.alert_message.level", RECORD("level"), number),
    Field("dtls.alert_message.desc", RECORD("description"), number),
    Field("dtls.handshake.type", MESSAGE("type"), number),
    Field("dtls.handshake.length", MESSAGE("length"), number),
    Field("dtls.handshake.message_seq", MESSAGE("message_seq"), number),
    Field("dtls.handshake.fragment_offset", MESSAGE("fragment_offset"), number),
    Field("dtls.handshake.fragment_length", MESSAGE("fragment_length"), number),
    Field("dtls.handshake.version", MESSAGE("version"), number),
    Field("dtls.handshake.random", MESSAGE("random")),
    Field("dtls.handshake.cookie", MESSAGE("cookie")),
    Field("dtls.handshake.ciphersuite", suites, number),
    Field("dtls.handshake.extension.type", EXTENSION("type"), number),
    Field("dtls.handshake.extension.len", EXTENSION("length"), number),
    Field("dtls.handshake.extensions_server_name", extensions(lambda extension: extension.get("server_names", ()))),
    Field("dtls.handshake.extensions_alpn_str", extensions(lambda extension: extension.get("protocols", ()))),
    Field("dtls.handshake.extensions.supported_version", extensions(versions), number),
))

OICQ = Application("oicq", "oicq", (
    Field("oicq.flag", key("flag"), number),
    Field("oicq.version", key("version"), number),
    Field("oicq.command", key("command"), number),
    Field("oicq.seq", key("sequence"), number),
    Field("oicq.qqid", key("qq_number"), number),
))

APPLICATIONS = (QUIC, DTLS, OICQ)
