#include <string.h>

#include <udpinspect/packet.h>

#include "core/format.h"

const char *const udpi_severity_names[3] = {[UDPI_INFO] = "info", [UDPI_WARNING] = "warning", [UDPI_ERROR] = "error"};

const struct udpi_note_kind udpi_note_kinds[UDPI_NOTE_CODES] = {
    [UDPI_NOTE_TRUNCATED] = {"truncated", "the capture ended {a} bytes before the frame did", UDPI_WARNING},
    [UDPI_NOTE_MALFORMED] = {"malformed", "the lengths in the packet do not add up", UDPI_ERROR},
    [UDPI_NOTE_LENGTH_BEYOND_FRAME] = {"length-beyond-frame", "the length field says {a} bytes, the frame holds {b}",
                                       UDPI_WARNING},
    [UDPI_NOTE_LENGTH_BEYOND_PARENT] = {"length-beyond-parent",
                                        "the length field says {a} bytes, the enclosing layer holds {b}", UDPI_WARNING},
    [UDPI_NOTE_LENGTH_ZERO] = {"length-zero", "the length field is 0, as in an offloaded segment: the frame's length counts",
                               UDPI_INFO},
    [UDPI_NOTE_SURPLUS_BYTES] = {"surplus-bytes", "{a} bytes lie behind the datagram, inside the IP packet", UDPI_INFO},
    [UDPI_NOTE_TRAILER_BYTES] = {"trailer-bytes", "{a} bytes lie behind the IP packet, in a frame of more than 60 bytes",
                                 UDPI_INFO},
    [UDPI_NOTE_IP_VERSION] = {"ip-version", "the IP version is {a}, where {b} was announced", UDPI_WARNING},
    [UDPI_NOTE_IPV4_CHECKSUM_BAD] = {"ipv4-checksum-bad", "the header checksum is {A}, and should be {B}", UDPI_WARNING},
    [UDPI_NOTE_UDP_CHECKSUM_BAD] = {"udp-checksum-bad", "the checksum is {A}, and should be {B}", UDPI_WARNING},
    [UDPI_NOTE_UDP_CHECKSUM_ZERO_IPV6] = {"udp-checksum-zero-ipv6",
                                          "the checksum is 0, which IPv6 allows for tunnels only", UDPI_WARNING},
    [UDPI_NOTE_GRE_CHECKSUM_BAD] = {"gre-checksum-bad", "the checksum is {A}, and should be {B}", UDPI_WARNING},
    [UDPI_NOTE_UNKNOWN_LINK_TYPE] = {"unknown-link-type", "link type {a} is not decoded", UDPI_INFO},
    [UDPI_NOTE_TOO_MANY_LAYERS] = {"too-many-layers", "more than {a} headers in each other: the rest is payload",
                                   UDPI_WARNING},
    [UDPI_NOTE_TOO_MANY_VALUES] = {"too-many-values", "more than {a} values: the others are left out", UDPI_WARNING},
    [UDPI_NOTE_TOO_MANY_NOTES] = {"too-many-notes", "more than {a} notes: the others are left out", UDPI_WARNING},
    [UDPI_NOTE_FRAME_TOO_LONG] = {"frame-too-long", "only the first {a} bytes are decoded", UDPI_WARNING},
    [UDPI_NOTE_TIME_OUT_OF_RANGE] = {"time-out-of-range", "the time of the frame is too far from 1970 to be written", UDPI_INFO},
    [UDPI_NOTE_SUPER_DATAGRAM] = {"super-datagram",
                                  "{a} bytes do not fit into the interface's MTU of {b}: the kernel has yet to cut it (GSO), or has "
                                  "joined datagrams (GRO)",
                                  UDPI_INFO},
    [UDPI_NOTE_FRAGMENT_OVERLAP] = {"fragment-overlap",
                                    "some of its bytes came before, and were others: the first to arrive count", UDPI_WARNING},
    [UDPI_NOTE_FRAGMENT_REPEATED] = {"fragment-repeated", "all of its bytes came before", UDPI_INFO},
    [UDPI_NOTE_FRAGMENT_TOO_LONG] = {"fragment-too-long", "it ends elsewhere than the datagram does", UDPI_WARNING},
    [UDPI_NOTE_FRAGMENT_TINY] = {"fragment-tiny", "the first fragment has {a} bytes, and not the whole UDP header",
                                 UDPI_WARNING},
    [UDPI_NOTE_FRAGMENT_EXPIRED] = {"fragment-expired",
                                    "earlier fragments of this name are more than {a} seconds old, and were given up", UDPI_INFO},
    [UDPI_NOTE_FRAGMENTS_DROPPED] = {"fragments-dropped",
                                     "the oldest incomplete datagram was given up, to make room for this fragment",
                                     UDPI_WARNING},
    [UDPI_NOTE_FRAGMENT_REFUSED] = {"fragment-refused",
                                    "the datagram is in more than {a} separate pieces: this one is not taken", UDPI_WARNING},
    [UDPI_NOTE_FRAGMENT_UNLISTED] = {"fragment-unlisted",
                                     "the datagram came in more than {a} frames: this one is not listed among them",
                                     UDPI_WARNING},
    [UDPI_NOTE_ENDPOINT_FORGOTTEN] = {"endpoint-forgotten",
                                      "what a message announced of port {a} is forgotten, to make room for port {b}", UDPI_INFO},
    [UDPI_NOTE_CHECKSUM_BAD] = {"checksum-bad", "the checksum is {A}, and should be {B}", UDPI_WARNING},
    [UDPI_NOTE_FURTHER_SUBFRAMES] = {"further-subframes",
                                     "{a} bytes of further subframes follow: only the first one is decoded", UDPI_INFO},
};

static char *write_number(char *at, char kind, const struct udpi_note *note) {
    uint32_t number = kind == 'a' || kind == 'A' ? note->a : note->b;
    bool is_hex = kind == 'A' || kind == 'B';
    return is_hex ? udpi_format_0x(at, number, number > 0xffff ? 8 : 4) : udpi_format_uint(at, number);
}

size_t udpi_note_write_text(const struct udpi_note *note, char *text) {
    const char *from = note->text ? note->text : udpi_note_kinds[note->code].text;
    char *at = text;
    const char *last = text + UDPI_NOTE_TEXT_SIZE - UDPI_UINT_SIZE - 1;
    while (*from && at < last) {
        if (from[0] == '{' && from[1] && from[2] == '}') {
            at = write_number(at, from[1], note);
            from += 3;
        } else {
            *at++ = *from++;
        }
    }
    *at = '\0';
    return (size_t)(at - text);
}
