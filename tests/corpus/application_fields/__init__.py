"""What is compared of each application protocol: fields of udpinspect's JSON, and what tshark calls them. A file for each kind."""
import importlib
import pkgutil

MODULES = [importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
APPLICATIONS = tuple(row for module in MODULES for row in getattr(module, "APPLICATIONS", ()))

# What a user would have to say of a file: the port is nobody's, and no other packet announces it.
DECODE_AS = {
    "custom_rules_ipv6.pcapng": ("udp.port=5333:dns",),
    "dns_udp_8053.pcap": ("udp.port=8053:dns",),
    "discord.pcap": ("udp.port=50001:rtcp", "udp.port=50004:rtcp"),
    "discord_mid_flow.pcap": ("udp.port=50001:rtcp",),
    "mullvad_wireguard.pcap": ("udp.port=5060:wireguard",),
    "netflowv9.pcap": ("udp.port=2057:netflow",),
    "mpegts.pcap": ("udp.port=1234:mpegts",),
    "SomeIpTp.pcapng": ("udp.port=30502:someip",),
    "someip-tp.pcap": ("udp.port=18193:someip",),
    "someip-udp-method-call.pcapng": ("udp.port=49190:someip", "udp.port=49191:someip"),
    "someip.pcapng": ("udp.port=29180:someip",),
    "sip_non_default_port.pcap": ("udp.port=52380:sip",),
}

# And what has to be said to tshark.
TSHARK_DECODE_AS = {
    "SomeIpSd.pcapng": ("udp.port==30490,someip",),
    "SomeIpTp.pcapng": ("udp.port==30502,someip",),
    "someip-tp.pcap": ("udp.port==18193,someip",),
    "someip-udp-method-call.pcapng": ("udp.port==49190,someip", "udp.port==49191,someip"),
    "someip.pcapng": ("udp.port==29180,someip",),
    "someip1.pcap": ("udp.port==30490,someip",),
    "someip2.pcap": ("udp.port==30490,someip",),
}
