/*
 * Descriptors: what a protocol is called, which fields it has, and what stands for it in every output.
 *
 * Everything here is constant data. A field is described once; the line, the boxes, JSON, the JSON Schema,
 * the reference and the packet builder all read the same descriptor.
 */
#ifndef UDPINSPECT_PROTOCOL_H
#define UDPINSPECT_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How the number or the bytes of a value are to be read. */
enum udpi_type {
    UDPI_UINT,        /* number, decimal; a field of more than 53 bits is written as "0x…" in JSON */
    UDPI_INT,         /* number, decimal, with a sign: that of an int64_t, of at most 53 bits */
    UDPI_HEX,         /* number that people read in hexadecimal (checksums, SPIs) */
    UDPI_BOOL,        /* number, 0 or 1 */
    UDPI_WORD,        /* one of the words in `names`, written as a string; the number stays inside */
    UDPI_PORT,        /* number, a UDP port */
    UDPI_MAC,         /* number, 48 bits */
    UDPI_IPV4,        /* number, 32 bits, host order */
    UDPI_TIME,        /* number, nanoseconds since 1970-01-01 00:00 UTC as a signed number */
    UDPI_KNX_ADDRESS, /* number, 16 bits: a device of KNX by area, line and number: 1.1.5 */
    UDPI_KNX_GROUP,   /* number, 16 bits: a group of them by main, middle and sub group: 2/1/0 */
    UDPI_IPV6,        /* 16 bytes in the layer's buffer */
    UDPI_BYTES,       /* opaque bytes in the layer's buffer */
    UDPI_TEXT,        /* bytes in the layer's buffer that are meant as text */
    UDPI_DOMAIN, /* a domain name in the layer's buffer, which may be compressed: `number` says where its message begins */
    UDPI_OID,    /* an object identifier in the layer's buffer, as BER encodes it */
    UDPI_NETBIOS,   /* a NetBIOS name in the layer's buffer, in 32 letters */
    UDPI_PRINCIPAL, /* a name of Kerberos in the layer's buffer, in components that are BER */
    UDPI_LIST,      /* its elements follow one level deeper: scalars, or one UDPI_GROUP each */
    UDPI_GROUP,     /* an element with named members, which follow one level deeper */
};

/* What else is true of a field. */
enum udpi_field_flag {
    UDPI_SRC = 1 << 0,        /* the sender's address or port: stands left of '>' in the notation */
    UDPI_DST = 1 << 1,        /* the receiver's: stands right of '>' */
    UDPI_SUMMARY = 1 << 2,    /* shown in the one-line form */
    UDPI_COMPUTED = 1 << 3,   /* a builder works it out from the rest of the packet (lengths, checksums, next) */
    UDPI_DERIVED = 1 << 4,    /* not on the wire, said by the decoder (checksum_status) */
    UDPI_DETAIL = 1 << 5,     /* shown field by field only; JSON leaves it out, the rest of the layer implies it */
    UDPI_IF_CLEAN = 1 << 6,   /* TEXT that is left out unless every byte of it is printable text */
    UDPI_IF_SET = 1 << 7,     /* recorded only where it is not zero (reserved bits) */
    UDPI_NOTABLE = 1 << 8,    /* shown in the one-line form where it is not zero */
    UDPI_NEXT = 1 << 9,       /* says what follows: shown in the one-line form where that is not decoded */
    UDPI_LITTLE = 1 << 10,    /* a number whose bytes stand in little-endian order on the wire */
    UDPI_SPREAD = 1 << 11,    /* a number whose bits stand in several places: encode puts them there; at most one */
    UDPI_SENSITIVE = 1 << 12, /* a secret, as a password: recorded only where the user asks for such */
};

/* Whether it is some kind of text: see udpi_value_content. */
static inline bool udpi_type_is_text(uint8_t type) {
    return type >= UDPI_TEXT && type <= UDPI_PRINCIPAL;
}

/* A number's well-known name. */
struct udpi_name {
    uint32_t number;
    uint8_t length; /* of text, in bytes */
    const char *text;
};

/* Names of numbers, in ascending order of the numbers. */
struct udpi_names {
    const struct udpi_name *entries;
    size_t count;
};

#define UDPI_NAME(number_, text_)                                                                                      \
    { (number_), sizeof(text_) - 1, (text_) }

/*
 * One field. `byte`, `bytes`, `shift` and `bits` give its place in the protocol's fixed header (UDPI_BITS, UDPI_AT);
 * bits is 0 for a field that has no fixed place. Two fields may share a place where the packet has one of them.
 */
struct udpi_field {
    const char *key;                /* snake_case: JSON key, key of the notation, anchor of the reference */
    const char *label;              /* for people: "Time to live" */
    const char *doc;                /* one sentence: meaning, unit, special values */
    const struct udpi_names *names; /* NULL where numbers have no names */
    uint64_t initial;               /* what a builder writes where nothing is given */
    uint16_t flags;                 /* enum udpi_field_flag */
    uint8_t type;                   /* enum udpi_type */
    uint8_t byte, bytes, shift, bits;
    uint8_t unit; /* what one of the stored number stands for, where that is not 1: 8 for a fragment offset in bytes */
    uint8_t within; /* UDPI_WITHIN(its LIST or GROUP); 0 for the layer's own fields */
    uint8_t like;   /* of a LIST: UDPI_WITHIN(another LIST) whose elements it has, too; 0 for elements of its own */
    uint8_t width;  /* bytes of a number, or of a UDPI_IPV6, that has no fixed place: not every packet has it */
};

/* Bits of the field's number; 0 where nothing says how many. */
static inline unsigned udpi_field_bits(const struct udpi_field *field) {
    return field->bits ? field->bits : 8U * field->width;
}

/* What the elements of a list say they are within. */
static inline uint8_t udpi_field_elements(const struct udpi_field *fields, unsigned list) {
    return fields[list].like ? fields[list].like : (uint8_t)(list + 1);
}

/* The field belongs to the list or group with this index: its values lie one level deeper than those of that one. */
#define UDPI_WITHIN(field) ((field) + 1)

/* A field's place by its first bit, counted from the most significant bit of the header's first byte, as RFCs draw it. */
#define UDPI_BITS(first, width)                                                                                        \
    .byte = (first) / 8, .bytes = ((first) % 8 + (width) + 7) / 8, .shift = (8 - ((first) + (width)) % 8) % 8,         \
    .bits = (width)

/* A field's place by whole bytes. */
#define UDPI_AT(first, count) .byte = (first), .bytes = (count), .shift = 0, .bits = 8 * (count)

/* Where the number that selects a protocol comes from. */
enum udpi_space {
    UDPI_LINK_TYPE,   /* libpcap's DLT_ number */
    UDPI_ETHERTYPE,   /* IEEE 802 numbers; below 1536 nothing is bound */
    UDPI_LLC_SAP,     /* destination service access point of 802.2 LLC */
    UDPI_IP_PROTOCOL, /* IANA protocol numbers, also IPv6 next header */
    UDPI_UDP_PORT,    /* IANA ports */
    UDPI_UDP_OPENING, /* first byte of a payload of UDP for which neither port speaks; only for protocols with is_end */
    UDPI_PPP,         /* IANA PPP protocol numbers */
    UDPI_INTERNAL,    /* enum udpi_internal: what no wire number selects */
    UDPI_SPACES
};

/* Keys of UDPI_INTERNAL. */
enum udpi_internal {
    UDPI_AS_PAYLOAD = 1,
    UDPI_AS_FRAGMENT,
    UDPI_AS_SURPLUS,
    UDPI_AS_TRAILER,
    UDPI_AS_LLC,
    UDPI_AS_ETH,   /* an Ethernet frame */
    UDPI_AS_IP,    /* IPv4 or IPv6, by the version in the first four bits */
    UDPI_AS_AMSDU, /* a subframe of an aggregated 802.11 frame */
    UDPI_AS_PRISM, /* the Prism header, which shares its link type with the AVS header */
    UDPI_AS_PPP,   /* a PPP frame: the address and control bytes may be there, and the protocol number compressed */
    UDPI_AS_CHDLC, /* a frame of Cisco's HDLC */
    UDPI_AS_PWCW,  /* the control word of an Ethernet pseudowire */
    UDPI_AS_RTP,
    UDPI_AS_RTCP,
    UDPI_AS_MPEGTS,
    UDPI_AS_TFTP,    /* what follows a TFTP request */
    UDPI_AS_RTP_MUX, /* RTP or RTCP */
    UDPI_AS_STUN,    /* a message with its cookie, on any port */
    UDPI_AS_NETFLOW, /* this and the next two: what an exporter of flows sends */
    UDPI_AS_IPFIX,
    UDPI_AS_SFLOW,
    UDPI_AS_QUIC,   /* what follows a long header, on any port */
    UDPI_AS_PROBE,  /* a probe of udpgen whose first byte others have, too */
    UDPI_AS_SOMEIP, /* what goes to and from an endpoint that service discovery has told of */
    UDPI_AS_DTLS,   /* what follows hellos of DTLS, and what is encrypted within others */
};

/* "I am what follows where this number stands." The first binding in a space is the one a builder writes. */
struct udpi_binding {
    uint8_t space; /* enum udpi_space */
    uint16_t key;
};

/* Eight bindings to UDPI_UDP_OPENING: of the byte and the next seven. */
#define UDPI_OPENINGS(first)                                                                                           \
    {UDPI_UDP_OPENING, (first)}, {UDPI_UDP_OPENING, (first) + 1}, {UDPI_UDP_OPENING, (first) + 2},                     \
        {UDPI_UDP_OPENING, (first) + 3}, {UDPI_UDP_OPENING, (first) + 4}, {UDPI_UDP_OPENING, (first) + 5},             \
        {UDPI_UDP_OPENING, (first) + 6}, {                                                                             \
        UDPI_UDP_OPENING, (first) + 7                                                                                  \
    }

struct udpi_decode;
struct udpi_build;

/* What follows a header, and what does where that one declines: UDPI_KEY, or what is no key. See model/decode.h. */
struct udpi_next {
    uint32_t key;
    uint32_t other_key;
};

/* A number in its key space. */
#define UDPI_KEY(space, number) ((uint32_t)(space) << 16 | (uint32_t)(number))

/* A protocol. One constant of this type per file in src/protocols. */
struct udpi_protocol {
    const char *key;   /* the layer's name: "ipv4" */
    const char *title; /* "Internet Protocol version 4" */
    const char *spec;  /* "RFC 791" */
    const char *doc;   /* one or two sentences for the reference */
    const struct udpi_field *fields;
    const struct udpi_binding *bindings;
    uint8_t field_count;
    uint8_t binding_count;
    uint8_t header_size; /* fixed part in bytes, checked before decode is called */
    bool is_data;        /* bytes that stand for themselves (payload, surplus, trailer, fragment) */
    bool is_leftover;    /* belongs to no datagram: last in `layers`, not in the path */
    bool is_invisible;   /* decides what follows and makes no layer of its own */
    bool is_end;         /* no IP packet follows it, at any distance: what it is in need not be looked into for one */

    /* Reads a header whose fixed part is at `header`; NULL for is_leftover protocols. See model/decode.h. */
    struct udpi_next (*decode)(struct udpi_decode *d, const uint8_t *header);
    /* Completes a header just written, outermost layer first; may be NULL. See model/build.h. */
    void (*encode)(struct udpi_build *b);
    /* Fills in what depends on the bytes behind the header, innermost layer first; may be NULL. */
    void (*seal)(struct udpi_build *b);
};

/* All protocols, in the order of src/protocols/list.def. A layer's `protocol_id` is an index into it. */
extern const struct udpi_protocol *const udpi_protocols[];
extern const size_t udpi_protocol_count;

/* The protocol called `key`, or NULL. */
const struct udpi_protocol *udpi_protocol_find(const char *key);

/* The layer's own field of `protocol` called `key`, not one within a list: its index, or -1. */
int udpi_field_find(const struct udpi_protocol *protocol, const char *key);

/* The name of `number`, or NULL; `names` may be NULL. The pointer is to constant data. */
const struct udpi_name *udpi_name_find(const struct udpi_names *names, uint64_t number);

#endif
