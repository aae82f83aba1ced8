/*
 * What the values of a packet mean, for people and for programs: which fields are explained, and by which facts of
 * knowledge/, is one table. The facts are the members of the objects `explain` of --json, the sentences stand in the boxes.
 */
#ifndef UDPI_RENDER_EXPLAIN_H
#define UDPI_RENDER_EXPLAIN_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include <udpinspect/packet.h>

#include "knowledge/whereabouts.h"
#include "render/schema_members.h"

enum {
    UDPI_EXPLAIN_FACTS = 16, /* that one value has at most */
    UDPI_EXPLAIN_SENTENCE_SIZE = 1024,
    UDPI_EXPLAIN_KEY_SIZE = 64,
    UDPI_EXPLAIN_TEXT_SIZE = 64,
};

/* A member of `explain`, with what is true of this value. */
struct udpi_explained_fact {
    const struct udpi_schema_member *member;
    uint64_t number;  /* or a flag, a MAC address, an IPv4 address in host order */
    const char *text; /* of UDPI_SCHEMA_TEXT, UDPI_SCHEMA_WORD, and of an address where it is not NULL */
};

struct udpi_explain_kind;

/* What there is to say of one value. */
struct udpi_explanation {
    const struct udpi_explain_kind *kind;
    const struct udpi_field *field;
    struct udpi_explained_fact facts[UDPI_EXPLAIN_FACTS];
    unsigned count;
    char sentences[UDPI_EXPLAIN_SENTENCE_SIZE]; /* with their full stops, ASCII; "" where there are none */
    char subnet[UDPI_EXPLAIN_TEXT_SIZE], gateway[UDPI_EXPLAIN_TEXT_SIZE]; /* what facts may point to */
};

/* A value in its packet. */
struct udpi_explain_subject {
    const struct udpi_surroundings *surroundings; /* where it was captured; NULL where nobody can ask there any more */
    const struct udpi_packet *packet;
    const struct udpi_layer *layer;
    const struct udpi_value *value;
};

/* How the values of some fields are explained. */
struct udpi_explain_kind {
    const struct udpi_schema_member *members; /* in no object are others; it may lack any */
    size_t count;
    bool is_of_end; /* says whose it is: an address or a port; else the layer has one such value */
    void (*explain)(const struct udpi_explain_subject *subject, struct udpi_explanation *explanation);
};

#define UDPI_EXPLAIN_KIND(members_, is_of_end_, explain_)                                                              \
    {                                                                                                                  \
        .members = (members_), .count = sizeof(members_) / sizeof *(members_), .is_of_end = (is_of_end_),              \
        .explain = (explain_)                                                                                          \
    }

/* Each adds a fact of one of the kind's members. */
void udpi_explanation_add_number(struct udpi_explanation *explanation, unsigned member, uint64_t number);
void udpi_explanation_add_text(struct udpi_explanation *explanation, unsigned member, const char *text);

/* Adds a sentence: what it says without its full stop. The first one stands behind a label where there is one. */
void udpi_explanation_say(struct udpi_explanation *explanation, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

extern const struct udpi_explain_kind udpi_explain_mac, udpi_explain_ipv4, udpi_explain_ipv6, udpi_explain_port;
extern const struct udpi_explain_kind udpi_explain_hops, udpi_explain_checksum, udpi_explain_fragment;
extern const struct udpi_explain_kind udpi_explain_piece;

/* How the values of a field of `protocol` are explained; NULL where they are not. */
const struct udpi_explain_kind *udpi_explain_find(const struct udpi_protocol *protocol, const struct udpi_field *field);

/* False where there is nothing to say. Of lists and groups, and what is in them, there never is. */
bool udpi_explain_value(const struct udpi_explain_subject *subject, struct udpi_explanation *explanation);

/*
 * The key of a member: that of the sender's address or port begins with "src_", that of the receiver's with "dst_", of
 * another field that is an address with the field's key; all others stand as they are. UDPI_EXPLAIN_KEY_SIZE.
 */
void udpi_explain_write_key(char *key, const struct udpi_explain_kind *kind, const struct udpi_field *field,
                            const struct udpi_schema_member *member);

/* --- the packet as a whole ---------------------------------------------------------------------------------------- */

/* How much of the frame is envelope, and how much it could carry. */
struct udpi_envelope {
    const char *content; /* the name of the layer that is carried: "payload", "dns" */
    uint32_t content_size, frame_size;
    uint32_t percent; /* of the frame that is envelope */
    uint32_t mtu;     /* of the interface, or 1500 */
    bool is_mtu_assumed;
    bool has_room; /* whether it is known what fits: not of fragments, nor of links that are not counted here */
    uint32_t room; /* bytes of content that fit the MTU in these headers */
};

/* False where that cannot be told: no transport or IP header, or a frame that was not captured whole. */
bool udpi_envelope_measure(const struct udpi_packet *packet, struct udpi_envelope *envelope);

/* The same as sentences, UDPI_EXPLAIN_SENTENCE_SIZE; NUL-terminated. */
void udpi_envelope_write(const struct udpi_envelope *envelope, char *sentences);

/* --- forms -------------------------------------------------------------------------------------------------------- */

/*
 * Adds `explain` to the document of a packet that the JSON renderer wrote, and to its layers that have something.
 * `surroundings` as in struct udpi_explain_subject.
 */
void udpi_explain_add(cJSON *document, const struct udpi_packet *packet, const struct udpi_surroundings *surroundings);

/* Adds the schema of `explain` to the properties of this layer, where it may have it. */
void udpi_explain_describe(cJSON *properties, const struct udpi_protocol *protocol);

/* The members of `explain` in the packet itself. */
extern const struct udpi_schema_document udpi_envelope_document;

#endif
