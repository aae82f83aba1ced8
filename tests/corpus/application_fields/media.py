"""Calls, voice and video."""
from application_fields.comparison import Application, Field, flag, key, members, number, within


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

MPEGTS = Application("mpegts", "mp2t", (
    Field("mp2t.pid", PACKET("pid"), number),
    Field("mp2t.cc", PACKET("continuity"), number),
))

APPLICATIONS = (STUN, stun("classicstun", ()), SIP, RTP, RTCP, MPEGTS)
