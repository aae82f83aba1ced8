"""What devices tell each other to keep a network, or a car, going: BFD."""
from application_fields.comparison import Application, Field, flag, key, number

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

APPLICATIONS = (BFD,)
