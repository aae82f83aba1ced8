/*
 * What errors of ICMP and ICMPv6 have behind the packet that they quote: RFC 4884.
 *
 *     | version 4 bits, reserved 12 | checksum 2 | objects: length 2, class 1, type 1, data |
 *
 * The objects of a label stack (RFC 4950) are read; the data of others are shown as they are.
 */
#ifndef UDPI_MODEL_ICMP_EXTENSION_H
#define UDPI_MODEL_ICMP_EXTENSION_H

#include "model/decode.h"

/* The extension's fields within a protocol's: they begin at `first`, see UDPI_ICMP_EXTENSION_FIELD_LIST. */
enum {
    UDPI_ICMP_EXTENSION_VERSION,
    UDPI_ICMP_EXTENSION_CHECKSUM,
    UDPI_ICMP_EXTENSION_CHECKSUM_STATUS,
    UDPI_ICMP_EXTENSION_OBJECTS,
    UDPI_ICMP_EXTENSION_OBJECT,
    UDPI_ICMP_EXTENSION_LENGTH,
    UDPI_ICMP_EXTENSION_CLASS,
    UDPI_ICMP_EXTENSION_TYPE,
    UDPI_ICMP_EXTENSION_DATA,
    UDPI_ICMP_EXTENSION_LABELS,
    UDPI_ICMP_EXTENSION_ENTRY,
    UDPI_ICMP_EXTENSION_LABEL,
    UDPI_ICMP_EXTENSION_TRAFFIC_CLASS,
    UDPI_ICMP_EXTENSION_BOTTOM,
    UDPI_ICMP_EXTENSION_TTL,
    UDPI_ICMP_EXTENSION_FIELDS
};

extern const struct udpi_names udpi_icmp_extension_class_names;

/* Designated initializers of the extension's fields. The bytes lie behind the quoted packet, so no builder appends them
   to the header: they are derived. */
#define UDPI_ICMP_EXTENSION_FIELD_LIST(first)                                                                          \
    [(first) + UDPI_ICMP_EXTENSION_VERSION] = {.key = "extension_version", .label = "Extension version",               \
                                               .type = UDPI_UINT, .flags = UDPI_DERIVED,                               \
                                               .doc = "Version of the extension behind the quoted packet: 2."},        \
    [(first) + UDPI_ICMP_EXTENSION_CHECKSUM] = {.key = "extension_checksum", .label = "Extension checksum",            \
                                                .type = UDPI_HEX, .flags = UDPI_DERIVED,                               \
                                                .doc = "Internet checksum of the extension; 0 where there is none."},  \
    [(first) + UDPI_ICMP_EXTENSION_CHECKSUM_STATUS] = {.key = "extension_checksum_status",                             \
                                                       .label = "Extension checksum status", .type = UDPI_WORD,        \
                                                       .flags = UDPI_DERIVED, .names = &udpi_checksum_status_names,    \
                                                       .doc = "What checking it gave."},                               \
    [(first) + UDPI_ICMP_EXTENSION_OBJECTS] = {.key = "extensions", .label = "Extensions", .type = UDPI_LIST,          \
                                               .flags = UDPI_DERIVED,                                                  \
                                               .doc = "Objects behind the quoted packet (RFC 4884)."},                 \
    [(first) + UDPI_ICMP_EXTENSION_OBJECT] = {.key = "extension", .label = "Extension", .type = UDPI_GROUP,            \
                                              .within = UDPI_WITHIN((first) + UDPI_ICMP_EXTENSION_OBJECTS),            \
                                              .doc = "One object."},                                                   \
    [(first) + UDPI_ICMP_EXTENSION_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT,                   \
                                              .within = UDPI_WITHIN((first) + UDPI_ICMP_EXTENSION_OBJECT),             \
                                              .doc = "Bytes of the object, its four bytes of header included."},       \
    [(first) + UDPI_ICMP_EXTENSION_CLASS] = {.key = "class", .label = "Class", .type = UDPI_UINT,                      \
                                             .within = UDPI_WITHIN((first) + UDPI_ICMP_EXTENSION_OBJECT),              \
                                             .names = &udpi_icmp_extension_class_names,                                \
                                             .doc = "What the object is about."},                                      \
    [(first) + UDPI_ICMP_EXTENSION_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT,                         \
                                            .within = UDPI_WITHIN((first) + UDPI_ICMP_EXTENSION_OBJECT),               \
                                            .doc = "Kind of object within its class."},                                \
    [(first) + UDPI_ICMP_EXTENSION_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES,                        \
                                            .within = UDPI_WITHIN((first) + UDPI_ICMP_EXTENSION_OBJECT),               \
                                            .doc = "What an object carries that is no label stack."},                  \
    [(first) + UDPI_ICMP_EXTENSION_LABELS] = {.key = "labels", .label = "Labels", .type = UDPI_LIST,                   \
                                              .within = UDPI_WITHIN((first) + UDPI_ICMP_EXTENSION_OBJECT),             \
                                              .doc = "The MPLS label stack with which the packet came (RFC 4950)."},   \
    [(first) + UDPI_ICMP_EXTENSION_ENTRY] = {.key = "entry", .label = "Entry", .type = UDPI_GROUP,                     \
                                             .within = UDPI_WITHIN((first) + UDPI_ICMP_EXTENSION_LABELS),              \
                                             .doc = "One entry of the stack, outermost first."},                       \
    [(first) + UDPI_ICMP_EXTENSION_LABEL] = {.key = "label", .label = "Label", .type = UDPI_UINT,                      \
                                             .within = UDPI_WITHIN((first) + UDPI_ICMP_EXTENSION_ENTRY),               \
                                             .doc = "The label, 20 bits."},                                            \
    [(first) + UDPI_ICMP_EXTENSION_TRAFFIC_CLASS] = {.key = "traffic_class", .label = "Traffic class",                 \
                                                     .type = UDPI_UINT,                                                \
                                                     .within = UDPI_WITHIN((first) + UDPI_ICMP_EXTENSION_ENTRY),       \
                                                     .doc = "Class of service, 0 to 7."},                              \
    [(first) + UDPI_ICMP_EXTENSION_BOTTOM] = {.key = "bottom", .label = "Bottom", .type = UDPI_BOOL,                   \
                                              .within = UDPI_WITHIN((first) + UDPI_ICMP_EXTENSION_ENTRY),              \
                                              .doc = "The last entry of the stack."},                                  \
    [(first) + UDPI_ICMP_EXTENSION_TTL] = {.key = "ttl", .label = "Time to live", .type = UDPI_UINT,                   \
                                           .within = UDPI_WITHIN((first) + UDPI_ICMP_EXTENSION_ENTRY),                 \
                                           .doc = "Routers that might still have forwarded the packet."}

/*
 * Finds the extension behind the quoted packet at the cursor, records it, and narrows the claim to the quote. `length` is
 * the size of the quote in bytes as the message has it, or 0: then an extension of the kind that was used before RFC 4884
 * gave the length a field is looked for behind 128 bytes (its section 5.5). `first` as above.
 */
void udpi_put_icmp_extension(struct udpi_decode *d, unsigned first, size_t length);

#endif
