/*
 * BitTorrent DHT: a dictionary in each datagram, see model/bencode.h.
 *
 *     t transaction · y type: q query, r response, e error · q method · a its arguments · r what came of them
 *     e error · v version of the program · ro read only · ip address of the receiver
 *
 * Left out: keys that are not in `entries`.
 */
#include <string.h>

#include "core/bytes.h"
#include "model/bencode.h"
#include "model/nest.h"

enum {
    TYPE,
    TRANSACTION_ID,
    METHOD,
    VERSION,
    READ_ONLY,
    EXTERNAL_ADDRESS,
    EXTERNAL_IPV6_ADDRESS,
    EXTERNAL_PORT,
    ERROR_CODE,
    ERROR_MESSAGE,
    ID,
    TARGET,
    INFO_HASH,
    TOKEN,
    PORT,
    IMPLIED_PORT,
    NAME,
    SEED,
    NO_SEED,
    SCRAPE,
    WANT,
    WANTED,
    NODES,
    NODE,
    NODE_ID,
    ADDRESS,
    IPV6_ADDRESS,
    NODE_PORT,
    NODES6,
    VALUES,
    INTERVAL,
    COUNT,
    SAMPLES,
    SAMPLE,
    FIELDS
};

enum { ID_SIZE = 20, IPV4_SIZE = 4, IPV6_SIZE = 16, PORT_SIZE = 2 };

static const struct udpi_name types[] = {UDPI_NAME('e', "error"), UDPI_NAME('q', "query"), UDPI_NAME('r', "response")};
static const struct udpi_names type_names = {types, 3};

/* BEP 5, Errors; BEP 44, Errors. */
static const struct udpi_name errors[] = {
    UDPI_NAME(201, "generic error"),  UDPI_NAME(202, "server error"),   UDPI_NAME(203, "protocol error"),
    UDPI_NAME(204, "method unknown"), UDPI_NAME(205, "value too long"), UDPI_NAME(206, "invalid signature"),
    UDPI_NAME(207, "salt too long"),  UDPI_NAME(301, "CAS mismatch"),   UDPI_NAME(302, "sequence number too low"),
};
static const struct udpi_names error_names = {errors, sizeof errors / sizeof *errors};

static const struct udpi_field fields[FIELDS] = {
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_WORD, .flags = UDPI_SUMMARY, .names = &type_names,
              .doc = "Question, or what came of one."},
    [TRANSACTION_ID] = {.key = "transaction_id", .label = "Transaction id", .type = UDPI_BYTES,
                        .doc = "Ties a response to its query."},
    [METHOD] = {.key = "method", .label = "Method", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                .doc = "What is asked: ping, find_node, get_peers, announce_peer or another."},
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_TEXT,
                 .doc = "Program of the sender in two letters, and its version in two bytes."},
    [READ_ONLY] = {.key = "read_only", .label = "Read only", .type = UDPI_BOOL,
                   .doc = "The sender answers no queries (BEP 43)."},
    [EXTERNAL_ADDRESS] = {.key = "external_address", .label = "External address", .type = UDPI_IPV4,
                          .doc = "The receiver's, as the sender sees it (BEP 42)."},
    [EXTERNAL_IPV6_ADDRESS] = {.key = "external_ipv6_address", .label = "External IPv6 address", .type = UDPI_IPV6,
                               .width = 16, .doc = "The same."},
    [EXTERNAL_PORT] = {.key = "external_port", .label = "External port", .type = UDPI_PORT, .width = 2,
                       .doc = "The receiver's, as the sender sees it."},
    [ERROR_CODE] = {.key = "error_code", .label = "Error code", .type = UDPI_UINT, .width = 2, .flags = UDPI_SUMMARY,
                    .names = &error_names, .doc = "Why a query got no response."},
    [ERROR_MESSAGE] = {.key = "error_message", .label = "Error message", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                       .doc = "The same for people."},
    [ID] = {.key = "id", .label = "Id", .type = UDPI_BYTES, .doc = "The sender's place in the table."},
    [TARGET] = {.key = "target", .label = "Target", .type = UDPI_BYTES,
                .doc = "Place in the table whose neighbours are looked for."},
    [INFO_HASH] = {.key = "info_hash", .label = "Info hash", .type = UDPI_BYTES, .flags = UDPI_SUMMARY,
                   .doc = "Torrent whose peers are looked for, or that the sender has."},
    [TOKEN] = {.key = "token", .label = "Token", .type = UDPI_BYTES,
               .doc = "Given out with a response, and wanted back with an announcement."},
    [PORT] = {.key = "port", .label = "Port", .type = UDPI_PORT, .width = 2, .flags = UDPI_SUMMARY,
              .doc = "Where the sender can be reached for the torrent."},
    [IMPLIED_PORT] = {.key = "implied_port", .label = "Implied port", .type = UDPI_BOOL,
                      .doc = "That port does not count: it is the one that this datagram comes from."},
    [NAME] = {.key = "name", .label = "Name", .type = UDPI_TEXT, .doc = "What the torrent is called."},
    [SEED] = {.key = "seed", .label = "Seed", .type = UDPI_BOOL, .doc = "The sender has all of the torrent (BEP 33)."},
    [NO_SEED] = {.key = "no_seed", .label = "No seed", .type = UDPI_BOOL,
                 .doc = "Only peers that have not all of it are looked for (BEP 33)."},
    [SCRAPE] = {.key = "scrape", .label = "Scrape", .type = UDPI_BOOL,
                .doc = "The number of peers is asked for (BEP 33)."},
    [WANT] = {.key = "want", .label = "Want", .type = UDPI_LIST, .doc = "Kinds of nodes that are looked for (BEP 32)."},
    [WANTED] = {.key = "kind", .label = "Kind", .type = UDPI_TEXT, .within = UDPI_WITHIN(WANT),
                .doc = "n4 for nodes with IPv4, n6 with IPv6."},
    [NODES] = {.key = "nodes", .label = "Nodes", .type = UDPI_LIST, .doc = "Those that are nearest."},
    [NODE] = {.key = "node", .label = "Node", .type = UDPI_GROUP, .within = UDPI_WITHIN(NODES), .doc = "One of them."},
    [NODE_ID] = {.key = "id", .label = "Id", .type = UDPI_BYTES, .within = UDPI_WITHIN(NODE),
                 .doc = "Its place in the table."},
    [ADDRESS] = {.key = "address", .label = "Address", .type = UDPI_IPV4, .within = UDPI_WITHIN(NODE),
                 .doc = "Where it is."},
    [IPV6_ADDRESS] = {.key = "ipv6_address", .label = "IPv6 address", .type = UDPI_IPV6, .within = UDPI_WITHIN(NODE),
                      .width = 16, .doc = "Where it is."},
    [NODE_PORT] = {.key = "port", .label = "Port", .type = UDPI_PORT, .within = UDPI_WITHIN(NODE), .width = 2,
                   .doc = "Where it is there."},
    [NODES6] = {.key = "nodes6", .label = "Nodes with IPv6", .type = UDPI_LIST, .like = UDPI_WITHIN(NODES),
                .doc = "Those that are nearest (BEP 32)."},
    [VALUES] = {.key = "values", .label = "Values", .type = UDPI_LIST, .like = UDPI_WITHIN(NODES),
                .doc = "Peers of the torrent; they have no ids."},
    [INTERVAL] = {.key = "interval", .label = "Interval", .type = UDPI_UINT, .width = 4,
                  .doc = "Seconds after which to ask for samples again (BEP 51)."},
    [COUNT] = {.key = "num", .label = "Number", .type = UDPI_UINT, .width = 4,
               .doc = "Torrents that the sender knows (BEP 51)."},
    [SAMPLES] = {.key = "samples", .label = "Samples", .type = UDPI_LIST, .doc = "Some of them."},
    [SAMPLE] = {.key = "sample", .label = "Sample", .type = UDPI_BYTES, .within = UDPI_WITHIN(SAMPLES),
                .doc = "The hash of a torrent."},
};

/* --- values ------------------------------------------------------------------------------------------------------- */

static void put_string(struct udpi_decode *d, unsigned depth, unsigned field, const struct udpi_bencode *value) {
    if (value->kind == 's' && value->size > 0)
        udpi_put_at_depth(d, depth, field, udpi_offset_of(d, value->content), value->size, 0);
}

static bool put_integer(struct udpi_decode *d, unsigned field, const struct udpi_bencode *value) {
    int64_t limit = fields[field].type == UDPI_BOOL ? 2 : INT64_C(1) << 8 * fields[field].width;
    bool fits = value->kind == 'i' && value->number >= 0 && value->number < limit;
    if (fits)
        udpi_put(d, field, value->content, value->size, (uint64_t)value->number);
    return fits;
}

/* An address of 4 or 16 bytes, and a port behind it. `first` is the field of an IPv4 address; those of IPv6 and port come
   next. */
static void put_endpoint(struct udpi_decode *d, unsigned depth, unsigned first, const uint8_t *at,
                         size_t address_size) {
    uint32_t offset = udpi_offset_of(d, at);
    if (address_size == IPV4_SIZE)
        udpi_put_at_depth(d, depth, first, offset, IPV4_SIZE, udpi_load_be32(at));
    else
        udpi_put_at_depth(d, depth, first + 1, offset, IPV6_SIZE, 0);
    udpi_put_at_depth(d, depth, first + 2, offset + (uint32_t)address_size, PORT_SIZE,
                      udpi_load_be16(at + address_size));
}

/* How long the address is in so many bytes of it with its port; 0 where it is none. */
static size_t find_address_size(const struct udpi_bencode *value) {
    bool is_endpoint = value->size == IPV4_SIZE + PORT_SIZE || value->size == IPV6_SIZE + PORT_SIZE;
    return value->kind == 's' && is_endpoint ? value->size - PORT_SIZE : 0;
}

static bool put_external(struct udpi_decode *d, const struct udpi_bencode *value) {
    size_t address_size = find_address_size(value);
    if (address_size > 0)
        put_endpoint(d, 0, EXTERNAL_ADDRESS, value->content, address_size);
    return address_size > 0;
}

/* BEP 5, Contact Encoding: they stand one behind the other in a string. */
static bool put_nodes(struct udpi_decode *d, unsigned list, const struct udpi_bencode *value) {
    size_t address_size = list == NODES ? IPV4_SIZE : IPV6_SIZE, size = ID_SIZE + address_size + PORT_SIZE;
    if (value->kind != 's' || value->size % size != 0)
        return false;
    put_string(d, 0, list, value);
    for (const uint8_t *at = value->content; at < value->content + value->size; at += size) {
        udpi_put_at_depth(d, 1, NODE, udpi_offset_of(d, at), size, 0);
        udpi_put_at_depth(d, 2, NODE_ID, udpi_offset_of(d, at), ID_SIZE, 0);
        put_endpoint(d, 2, ADDRESS, at + ID_SIZE, address_size);
    }
    return true;
}

/* --- lists -------------------------------------------------------------------------------------------------------- */

/* Records an element of a list; false where it is none that can stand there. */
typedef bool put_element(struct udpi_decode *d, unsigned field, const struct udpi_bencode *element);

static bool put_word(struct udpi_decode *d, unsigned field, const struct udpi_bencode *element) {
    put_string(d, 1, field, element);
    return element->kind == 's';
}

static bool put_peer(struct udpi_decode *d, unsigned field, const struct udpi_bencode *element) {
    size_t address_size = find_address_size(element);
    if (address_size == 0)
        return false;
    put_string(d, 1, field, element);
    put_endpoint(d, 2, ADDRESS, element->content, address_size);
    return true;
}

static bool put_list(struct udpi_decode *d, unsigned list, unsigned element_field, put_element *put,
                     const struct udpi_bencode *value) {
    struct udpi_cursor inside = udpi_bencode_inside(value);
    struct udpi_bencode element;
    if (value->kind != 'l')
        return false;
    if (value->size > 0)
        udpi_put_bytes(d, list, value->content, value->size);
    while (inside.claim > 0)
        if (!udpi_bencode_take(&inside, &element) || !put(d, element_field, &element))
            return false;
    return true;
}

/* BEP 5, Errors: a code, and a text. */
static bool put_error(struct udpi_decode *d, const struct udpi_bencode *value) {
    struct udpi_cursor inside = udpi_bencode_inside(value);
    struct udpi_bencode code, message;
    if (value->kind != 'l' || !udpi_bencode_take(&inside, &code) || !udpi_bencode_take(&inside, &message))
        return false;
    bool is_code = put_integer(d, ERROR_CODE, &code);
    put_string(d, 0, ERROR_MESSAGE, &message);
    return is_code && message.kind == 's';
}

/* BEP 51: hashes one behind the other in a string. */
static bool put_samples(struct udpi_decode *d, const struct udpi_bencode *value) {
    if (value->kind != 's' || value->size % ID_SIZE != 0)
        return false;
    put_string(d, 0, SAMPLES, value);
    for (size_t at = 0; at < value->size; at += ID_SIZE)
        udpi_put_at_depth(d, 1, SAMPLE, udpi_offset_of(d, value->content + at), ID_SIZE, 0);
    return true;
}

/* --- dictionaries ------------------------------------------------------------------------------------------------- */

enum kind { STRING, HASH, INTEGER, EXTERNAL, NODES_OF, PEERS, WORDS, ERROR, HASHES, ARGUMENTS };

static const struct entry {
    char key[16];
    bool is_argument;
    uint8_t kind, field;
} entries[] = {
    {"t", false, STRING, TRANSACTION_ID},
    {"q", false, STRING, METHOD},
    {"v", false, STRING, VERSION},
    {"ro", false, INTEGER, READ_ONLY},
    {"ip", false, EXTERNAL, 0},
    {"e", false, ERROR, 0},
    {"a", false, ARGUMENTS, 0},
    {"r", false, ARGUMENTS, 0},
    {"id", true, HASH, ID},
    {"target", true, HASH, TARGET},
    {"info_hash", true, HASH, INFO_HASH},
    {"token", true, STRING, TOKEN},
    {"port", true, INTEGER, PORT},
    {"implied_port", true, INTEGER, IMPLIED_PORT},
    {"name", true, STRING, NAME},
    {"seed", true, INTEGER, SEED},
    {"noseed", true, INTEGER, NO_SEED},
    {"scrape", true, INTEGER, SCRAPE},
    {"want", true, WORDS, WANT},
    {"nodes", true, NODES_OF, NODES},
    {"nodes6", true, NODES_OF, NODES6},
    {"values", true, PEERS, VALUES},
    {"interval", true, INTEGER, INTERVAL},
    {"num", true, INTEGER, COUNT},
    {"samples", true, HASHES, SAMPLES},
};
enum { ENTRIES = sizeof entries / sizeof *entries };
_Static_assert(ENTRIES <= 32, "a bit for each entry in what was seen");

static bool put_value(struct udpi_decode *d, const struct entry *entry, const struct udpi_bencode *value) {
    switch (entry->kind) {
    case INTEGER: return put_integer(d, entry->field, value);
    case EXTERNAL: return put_external(d, value);
    case NODES_OF: return put_nodes(d, entry->field, value);
    case PEERS: return put_list(d, VALUES, NODE, put_peer, value);
    case WORDS: return put_list(d, WANT, WANTED, put_word, value);
    case ERROR: return put_error(d, value);
    case HASHES: return put_samples(d, value);
    case ARGUMENTS: return false; /* those that are no dictionary */
    default: put_string(d, 0, entry->field, value); break;
    }
    return value->kind == 's' && (entry->kind != HASH || value->size == ID_SIZE);
}

/* The entry of a key, unless it was there before: then *seen has its bit. */
static const struct entry *find_entry(const struct udpi_bencode *key, bool is_argument, uint32_t *seen) {
    for (unsigned i = 0; i < ENTRIES; i++)
        if (entries[i].is_argument == is_argument && udpi_bencode_is(key, entries[i].key)) {
            bool is_first = !(*seen >> i & 1);
            *seen |= 1U << i;
            return is_first ? &entries[i] : NULL;
        }
    return NULL;
}

/* Takes the beginning of the arguments, if that is what follows. */
static bool enter_arguments(struct udpi_decode *d, const struct entry *entry) {
    bool is_there = entry && entry->kind == ARGUMENTS && udpi_cursor_left(&d->cursor) > 0 && *d->cursor.at == 'd';
    if (is_there)
        udpi_cursor_skip(&d->cursor, 1);
    return is_there;
}

/* The arguments count as if they were the message's own: it has those of a query or of a response. */
static void put_message(struct udpi_decode *d) {
    struct udpi_bencode key, value;
    uint32_t seen = 0;
    unsigned depth = 1; /* 2 within the arguments */
    udpi_cursor_take(&d->cursor, 1);
    while (depth > 0 && d->cursor.stop == UDPI_STOP_NONE) {
        if (udpi_bencode_end(&d->cursor)) {
            depth--;
            continue;
        }
        if (!udpi_bencode_take(&d->cursor, &key))
            return;
        const struct entry *entry = find_entry(&key, depth > 1, &seen);
        if (enter_arguments(d, entry))
            depth++;
        else if (udpi_bencode_take(&d->cursor, &value) && entry && !put_value(d, entry, &value))
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes are no value for the key of {b} letters before them",
                          (uint32_t)value.size, (uint32_t)key.size);
    }
}

/* --- the datagram ------------------------------------------------------------------------------------------------- */

static bool is_letter(const struct udpi_bencode *value) {
    return value->kind == 's' && value->size == 1;
}

static bool is_before(const struct udpi_bencode *key, const struct udpi_bencode *next) {
    size_t size = key->size < next->size ? key->size : next->size;
    int order = memcmp(key->content, next->content, size);
    return order < 0 || (order == 0 && key->size < next->size);
}

/* Whether its keys ascend (BEP 3), and a transaction and a type are among them: that is *type then. */
static bool has_form(const struct udpi_bencode *dictionary, struct udpi_bencode *type) {
    struct udpi_cursor inside = udpi_bencode_inside(dictionary);
    struct udpi_bencode key = {.content = dictionary->content}, next, value;
    bool has_transaction = false;
    while (inside.claim > 0 && udpi_bencode_take(&inside, &next) && udpi_bencode_take(&inside, &value)) {
        if (!is_before(&key, &next))
            return false;
        key = next;
        has_transaction = has_transaction || (udpi_bencode_is(&key, "t") && value.kind == 's');
        if (udpi_bencode_is(&key, "y"))
            *type = value;
    }
    return has_transaction && is_letter(type) && udpi_name_find(&type_names, *type->content);
}

/* Messages begin with what is in arguments, an error or the receiver's address: their keys are sorted. */
static bool has_opening(struct udpi_cursor cursor) {
    static const char openings[][13] = {"d1:ad2:id20:", "d1:rd2:id20:", "d1:eli", "d2:ip6:", "d2:ip18:"};
    size_t left = udpi_cursor_left(&cursor);
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (left >= strlen(openings[i]) && memcmp(cursor.at, openings[i], strlen(openings[i])) == 0)
            return true;
    return false;
}

static void note_depth(struct udpi_decode *d) {
    udpi_note_add(d, UDPI_NOTE_TOO_MANY_LAYERS, "values lie in each other more than {a} deep: the message stays bytes",
                  UDPI_BENCODE_DEEPEST, 0);
}

/* All of the datagram is one dictionary of that form. *type stays empty where the capture was cut. */
static bool is_message(struct udpi_decode *d, struct udpi_bencode *type) {
    struct udpi_cursor cursor = d->cursor;
    struct udpi_bencode message;
    *type = (struct udpi_bencode){0};
    if (!udpi_bencode_take(&cursor, &message)) {
        if (message.is_too_deep && has_opening(d->cursor))
            note_depth(d);
        return cursor.stop == UDPI_STOP_TRUNCATED && has_opening(d->cursor);
    }
    return message.kind == 'd' && cursor.claim == 0 && has_form(&message, type);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    struct udpi_bencode type;
    (void)header;
    if (!is_message(d, &type))
        return udpi_next_not_mine();
    if (is_letter(&type))
        udpi_put(d, TYPE, type.content, 1, *type.content);
    put_message(d);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_OPENING, 'd'}};

const struct udpi_protocol udpi_bt_dht = {
    .key = "bt_dht",
    .title = "BitTorrent distributed hash table",
    .spec = "BEP 5",
    .doc = "Finds those who have a torrent, without a server: each node knows some others.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .is_end = true,
    .decode = decode,
};
