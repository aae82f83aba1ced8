/*
 * What is known of the JSON output before the first packet: the text of every key, made once from the descriptors, and
 * the text of values that come again and again.
 *
 * Texts are padded and copied by a fixed number of bytes: up to UDPI_JSON_SLACK bytes behind them are written to.
 */
#ifndef UDPI_RENDER_JSON_TEXT_H
#define UDPI_RENDER_JSON_TEXT_H

#include <string.h>

#include <udpinspect/protocol.h>

#include "core/format.h"

#define UDPI_JSON_MAX_NUMBER ((UINT64_C(1) << 53) - 1)

enum {
    UDPI_JSON_KEY_SIZE = 48,    /* the longest `,"key":` */
    UDPI_JSON_HEAD_SIZE = 64,   /* the longest `{"layer":"name","offset":` */
    UDPI_JSON_RECALL_SIZE = 64, /* the longest text that is kept for the next time */
    UDPI_JSON_RECALL_SLOTS = 4,
    UDPI_JSON_SHORT = 64, /* bytes of a BYTES or TEXT value for which value_room is enough */
    UDPI_JSON_SLACK = 64,
    UDPI_JSON_NO_FIELD = 0xff,
};

/* How the values of a field are written. */
enum udpi_json_form {
    UDPI_JSON_OMITTED,
    UDPI_JSON_NUMBER, /* at most UDPI_JSON_MAX_NUMBER, by the field's bits */
    UDPI_JSON_MAC,    /* this and the next two: as the last time, if the number is the same */
    UDPI_JSON_IPV4,
    UDPI_JSON_NAMED, /* a flag, a word, a number with a name */
    UDPI_JSON_BYTES,
    UDPI_JSON_TEXT,
    UDPI_JSON_CLEAN,  /* TEXT with UDPI_IF_CLEAN */
    UDPI_JSON_OTHER,  /* any other single value */
    UDPI_JSON_NESTED, /* LIST, GROUP */
};

/* `,"protocol":17,"protocol_name":"UDP"`, as it was written for this number. */
struct udpi_json_recall {
    uint64_t number;
    char text[UDPI_JSON_RECALL_SIZE];
    uint8_t length;
};

struct udpi_json_field {
    char key[UDPI_JSON_KEY_SIZE]; /* `,"ttl":` */
    uint8_t key_length;
    uint8_t form;                     /* enum udpi_json_form */
    struct udpi_json_recall *recalls; /* by the last bits of the number; NULL where no text is kept */
};

struct udpi_json_protocol {
    char head[UDPI_JSON_HEAD_SIZE]; /* `{"layer":"ipv4","offset":` */
    char step[UDPI_JSON_HEAD_SIZE]; /* `|ipv4`; nothing for what is not in the path */
    uint8_t head_length;
    uint8_t step_length;
    uint8_t src, dst;    /* the first fields with these flags, or UDPI_JSON_NO_FIELD */
    uint32_t value_room; /* what any value that is not longer than UDPI_JSON_SHORT may take */
    struct udpi_json_field *fields;
    struct udpi_json_recall *recalls; /* of all fields */
};

/* The texts of all protocols, by protocol_id, to be given to udpi_json_text_free; NULL where memory is short. */
struct udpi_json_protocol *udpi_json_text_create(void);
void udpi_json_text_free(struct udpi_json_protocol *protocols);

/* Copies a text that is padded to `size`; most are no longer than 32. */
static inline char *udpi_json_copy(char *at, const char *text, size_t length, size_t size) {
    memcpy(at, text, 32);
    if (__builtin_expect(length > 32, 0))
        memcpy(at + 32, text + 32, size - 32);
    return at + length;
}

/* Keeps the text from `at` to `end` for the next time. */
static inline void udpi_json_keep(struct udpi_json_recall *recall, uint64_t number, const char *at, const char *end) {
    if (end - at > UDPI_JSON_RECALL_SIZE)
        return;
    memcpy(recall->text, at, UDPI_JSON_RECALL_SIZE);
    recall->number = number;
    recall->length = (uint8_t)(end - at);
}

/* Writes a value whose text is quickly made; NULL where there is more to it. */
static inline __attribute__((always_inline)) char *udpi_json_write_quick(char *at, const struct udpi_json_field *text,
                                                                         uint64_t number) {
    if (text->form == UDPI_JSON_NUMBER) {
        at = udpi_json_copy(at, text->key, text->key_length, UDPI_JSON_KEY_SIZE);
        return udpi_format_uint(at, number);
    }
    if (text->form < UDPI_JSON_MAC || text->form > UDPI_JSON_NAMED)
        return text->form == UDPI_JSON_OMITTED ? at : NULL;
    struct udpi_json_recall *recall = &text->recalls[number % UDPI_JSON_RECALL_SLOTS];
    if (__builtin_expect(recall->number == number, 1))
        return udpi_json_copy(at, recall->text, recall->length, UDPI_JSON_RECALL_SIZE);
    if (text->form == UDPI_JSON_NAMED)
        return NULL;
    char *end = udpi_json_copy(at, text->key, text->key_length, UDPI_JSON_KEY_SIZE);
    *end++ = '"';
    end = text->form == UDPI_JSON_IPV4 ? udpi_format_ipv4(end, (uint32_t)number) : udpi_format_mac(end, number);
    *end++ = '"';
    udpi_json_keep(recall, number, at, end);
    return end;
}

#endif
