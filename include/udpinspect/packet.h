/*
 * A decoded packet: a stack of layers, a flat list of values, a list of notes.
 *
 * Nothing in it is allocated. Values and layers point into the bytes of the frame by offset, so a packet is valid as long
 * as the frame's bytes are, and until the decoder that made it is called again.
 */
#ifndef UDPINSPECT_PACKET_H
#define UDPINSPECT_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <udpinspect/limits.h>
#include <udpinspect/protocol.h>

enum {
    UDPI_MAX_HEADER_FIELDS = 64, /* values of a fixed header, which are written before they are counted */
    UDPI_NO_LAYER = 0xff,        /* a note about the frame; an index that is not set */
};

/* UDPI_NO_TIME in `time` says that the source had no time for the frame, UDPI_FAR_TIME that it had one which does not fit. */
#define UDPI_NO_TIME INT64_MIN
#define UDPI_FAR_TIME INT64_MAX

/* A frame as it was captured. */
struct udpi_frame {
    const uint8_t *bytes;
    uint32_t captured;          /* bytes at `bytes` */
    uint32_t length;            /* bytes on the wire */
    int64_t time;               /* nanoseconds since 1970-01-01 00:00 UTC */
    uint64_t number;            /* from 1 */
    const char *interface;      /* NULL where the source names none */
    const char *link_type_name; /* libpcap's name without DLT_, NULL where it has none */
    uint32_t mtu;               /* of the interface in bytes, 0 where it is not known */
    uint16_t link_type;         /* libpcap's DLT_ number */
};

/*
 * One value of one field. Offsets count from the start of the layer's buffer. `number` holds what fits into it (see
 * enum udpi_type); the others are read from the buffer.
 */
struct udpi_value {
    uint64_t number;
    uint32_t offset;
    uint32_t length : 20; /* bytes on the wire that it comes from; 0 for UDPI_DERIVED */
    uint32_t depth : 4;   /* 0 for the layer's own fields, 1 within its lists, … */
    uint32_t field : 8;   /* index into protocol->fields */
};

struct udpi_layer {
    const struct udpi_protocol *protocol;
    uint32_t offset;
    uint32_t size;
    uint16_t first_value;
    uint16_t value_count;
    uint8_t protocol_id; /* index into udpi_protocols */
    uint8_t buffer;      /* index into packet->buffers; 0 is the frame */
    bool is_quoted;      /* lies inside an ICMP error */
    uint8_t behind;      /* of a leftover: index of the layer whose length ends before it; else UDPI_NO_LAYER */
};

enum udpi_severity { UDPI_INFO, UDPI_WARNING, UDPI_ERROR };

/* What can be noted of a packet. udpi_note_codes has the stable names. */
enum udpi_note_code {
    UDPI_NOTE_TRUNCATED,
    UDPI_NOTE_MALFORMED,
    UDPI_NOTE_LENGTH_BEYOND_FRAME,
    UDPI_NOTE_LENGTH_BEYOND_PARENT,
    UDPI_NOTE_LENGTH_ZERO,
    UDPI_NOTE_SURPLUS_BYTES,
    UDPI_NOTE_TRAILER_BYTES,
    UDPI_NOTE_IP_VERSION,
    UDPI_NOTE_IPV4_CHECKSUM_BAD,
    UDPI_NOTE_UDP_CHECKSUM_BAD,
    UDPI_NOTE_UDP_CHECKSUM_ZERO_IPV6,
    UDPI_NOTE_GRE_CHECKSUM_BAD,
    UDPI_NOTE_UNKNOWN_LINK_TYPE,
    UDPI_NOTE_TOO_MANY_LAYERS,
    UDPI_NOTE_TOO_MANY_VALUES,
    UDPI_NOTE_TOO_MANY_NOTES,
    UDPI_NOTE_FRAME_TOO_LONG,
    UDPI_NOTE_TIME_OUT_OF_RANGE,
    UDPI_NOTE_SUPER_DATAGRAM,
    UDPI_NOTE_FRAGMENT_OVERLAP,
    UDPI_NOTE_FRAGMENT_REPEATED,
    UDPI_NOTE_FRAGMENT_TOO_LONG,
    UDPI_NOTE_FRAGMENT_TINY,
    UDPI_NOTE_FRAGMENT_EXPIRED,
    UDPI_NOTE_FRAGMENTS_DROPPED,
    UDPI_NOTE_FRAGMENT_REFUSED,
    UDPI_NOTE_FRAGMENT_UNLISTED,
    UDPI_NOTE_ENDPOINT_FORGOTTEN,
    UDPI_NOTE_CHECKSUM_BAD,
    UDPI_NOTE_FURTHER_SUBFRAMES,
    UDPI_NOTE_CODES
};

struct udpi_note_kind {
    const char *code; /* stable, as JSON has it: "udp-checksum-bad" */
    const char *text; /* what it says where the note has no text of its own; see udpi_note_write_text */
    uint8_t severity; /* enum udpi_severity */
};

extern const struct udpi_note_kind udpi_note_kinds[UDPI_NOTE_CODES];

/* "info", "warning", "error". */
extern const char *const udpi_severity_names[3];

struct udpi_note {
    const char *text; /* constant template, or NULL for that of its kind; {a} {b} in decimal, {A} {B} in hexadecimal */
    uint32_t a, b;
    uint8_t code;  /* enum udpi_note_code */
    uint8_t layer; /* index into packet->layers, or UDPI_NO_LAYER */
};

enum { UDPI_NOTE_TEXT_SIZE = 192 };

/* Writes the note's sentence with its numbers, NUL-terminated, to `text` of UDPI_NOTE_TEXT_SIZE bytes; gives its length. */
size_t udpi_note_write_text(const struct udpi_note *note, char *text);

struct udpi_buffer {
    const uint8_t *bytes;
    uint32_t size;
};

struct udpi_packet {
    struct udpi_frame frame;
    uint8_t layer_count;
    uint8_t note_count;
    uint8_t buffer_count;
    uint8_t address_layer; /* the IP header of the innermost UDP header, or UDPI_NO_LAYER */
    uint8_t port_layer;    /* the innermost UDP header or first fragment, or UDPI_NO_LAYER */
    bool is_udp;           /* carries UDP, be it in a fragment without ports */
    bool has_fragment;     /* an IP fragment is among the layers */
    uint16_t value_count;
    uint32_t part_count;   /* where buffer_count > 1: the frames whose fragments are in the buffers, by their numbers */
    const uint64_t *parts; /* ascending; they belong to the decoder */
    struct udpi_buffer buffers[UDPI_MAX_BUFFERS];
    struct udpi_layer layers[UDPI_MAX_LAYERS];
    struct udpi_value values[UDPI_MAX_VALUES + UDPI_MAX_HEADER_FIELDS];
    struct udpi_note notes[UDPI_MAX_NOTES];
};

/* What udpi_layer_value does for a field that is not in its usual place. */
const struct udpi_value *udpi_layer_search(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                           unsigned field);

/* The first value of field number `field` at depth 0 of the layer, or NULL where the packet does not have it. */
static inline const struct udpi_value *udpi_layer_value(const struct udpi_packet *packet,
                                                        const struct udpi_layer *layer, unsigned field) {
    /* A fixed header is recorded in the order of its descriptors. */
    const struct udpi_value *value = packet->values + layer->first_value + field;
    if (field < layer->value_count && value->field == field)
        return value;
    return udpi_layer_search(packet, layer, field);
}

/* The first value whose field is flagged with `flag` (UDPI_SRC, UDPI_DST), or NULL. */
const struct udpi_value *udpi_layer_flagged(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                            unsigned flag);

/* For programs that know what they look for: the innermost layer `layer` and its field `key`. NULL where absent. */
const struct udpi_value *udpi_packet_find(const struct udpi_packet *packet, const char *layer, const char *key);

/* The bytes of a value in its layer's buffer. */
static inline const uint8_t *udpi_value_bytes(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                              const struct udpi_value *value) {
    return packet->buffers[layer->buffer].bytes + value->offset;
}

/* Bytes somewhere. */
struct udpi_content {
    const uint8_t *bytes;
    size_t count;
};

enum { UDPI_CONTENT_SIZE = UDPI_LONGEST_PRINCIPAL }; /* no other one is longer */

/* What udpi_value_content does for UDPI_DOMAIN, UDPI_OID, UDPI_NETBIOS and UDPI_PRINCIPAL. */
struct udpi_content udpi_value_spell(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                     const struct udpi_value *value, uint8_t *room);

/*
 * The bytes that a value stands for: those of the wire, but of UDPI_DOMAIN, UDPI_OID, UDPI_NETBIOS and UDPI_PRINCIPAL the text that
 * people write, which is put into `room`, of UDPI_CONTENT_SIZE bytes. What is not a letter is as it came: it has yet to be escaped.
 */
static inline struct udpi_content udpi_value_content(const struct udpi_packet *packet, const struct udpi_layer *layer,
                                                     const struct udpi_value *value, uint8_t *room) {
    uint8_t type = layer->protocol->fields[value->field].type;
    if (__builtin_expect(type >= UDPI_DOMAIN && type <= UDPI_PRINCIPAL, 0))
        return udpi_value_spell(packet, layer, value, room);
    return (struct udpi_content){udpi_value_bytes(packet, layer, value), value->length};
}

/*
 * Checks what must hold of every packet: layers within their buffers and in order, values within their layers' buffers,
 * depths that rise by one at most, numbers that their fields can have, indices in range. Gives NULL, or a sentence about
 * the first breach.
 */
const char *udpi_packet_check(const struct udpi_packet *packet);

#endif
