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

APPLICATIONS = (QUIC,)
