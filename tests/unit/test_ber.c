/* model/ber: elements, and what their contents are recorded as. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/ber.h"

enum { SIGNED, COUNT, WIDE, FLAG, ADDRESS, OID, TIME, PRINCIPAL, BYTES, SECRET, FIELDS };

static const struct udpi_field fields[FIELDS] = {
    [SIGNED] = {.type = UDPI_INT},
    [COUNT] = {.type = UDPI_UINT, .width = 4},
    [WIDE] = {.type = UDPI_UINT, .width = 8},
    [FLAG] = {.type = UDPI_BOOL},
    [ADDRESS] = {.type = UDPI_IPV4},
    [OID] = {.type = UDPI_OID},
    [TIME] = {.type = UDPI_TIME},
    [PRINCIPAL] = {.type = UDPI_PRINCIPAL},
    [BYTES] = {.type = UDPI_BYTES},
    [SECRET] = {.type = UDPI_TEXT, .flags = UDPI_SENSITIVE},
};
static const struct udpi_protocol protocol = {.fields = fields, .field_count = FIELDS};

static struct udpi_packet packet;

static struct udpi_decode start(const char *bytes, size_t count) {
    packet = (struct udpi_packet){.layer_count = 1, .layers = {{.protocol = &protocol}}};
    return (struct udpi_decode){
        .packet = &packet,
        .layer = packet.layers,
        .base = (const uint8_t *)bytes,
        .cursor = {.at = (const uint8_t *)bytes, .have = count, .claim = count},
    };
}

#define START(bytes) start(bytes, sizeof(bytes) - 1)

/* --- values ------------------------------------------------------------------------------------------------------- */

static void put(unsigned field, const char *content, size_t size) {
    struct udpi_decode d = start(content, size);
    udpi_ber_put(&d, 0, field, &(struct udpi_ber){(const uint8_t *)content, size, UDPI_BER_INTEGER});
}

static void expect(unsigned field, const char *content, size_t size, uint64_t number) {
    put(field, content, size);
    assert_int_equal(packet.note_count, 0);
    assert_int_equal(packet.value_count, 1);
    assert_int_equal(packet.values[0].number, number);
    assert_int_equal(packet.values[0].length, size);
}

static void refuse(unsigned field, const char *content, size_t size) {
    put(field, content, size);
    assert_int_equal(packet.note_count, 1);
    assert_int_equal(packet.value_count, 0);
}

#define EXPECT(field, content, number) expect(field, content, sizeof(content) - 1, number)
#define REFUSE(field, content) refuse(field, content, sizeof(content) - 1)

static void reads_signed_numbers(void **state) {
    (void)state;
    EXPECT(SIGNED, "\0", 0);
    EXPECT(SIGNED, "\x7f", 127);
    EXPECT(SIGNED, "\x80", (uint64_t)-128);
    EXPECT(SIGNED, "\xff\x7f", (uint64_t)-129);
    EXPECT(SIGNED, "\0\xff\xff\xff\xff", UINT32_MAX);
    EXPECT(SIGNED, "\xff\xff\xff\xff\xff\xff\xff\xff", (uint64_t)-1);
    EXPECT(SIGNED, "\x1f\xff\xff\xff\xff\xff\xff", (UINT64_C(1) << 53) - 1);
    REFUSE(SIGNED, "\x20\0\0\0\0\0\0"); /* 2^53: readers of JSON would round it */
    REFUSE(SIGNED, "");
    REFUSE(SIGNED, "\0\0\0\0\0\0\0\0\1");
}

static void reads_numbers_of_the_width(void **state) {
    (void)state;
    EXPECT(COUNT, "\5", 5);
    EXPECT(COUNT, "\0\xff\xff\xff\xff", UINT32_MAX);
    EXPECT(COUNT, "\xff\xff\xff\xff", UINT32_MAX); /* without the zero that should stand before it */
    EXPECT(COUNT, "\0\0\0\0\0\1", 1);
    EXPECT(WIDE, "\0\xff\xff\xff\xff\xff\xff\xff\xff", UINT64_MAX);
    REFUSE(COUNT, "\1\0\0\0\0");
    REFUSE(COUNT, "\xff");
    REFUSE(COUNT, "");
}

static void reads_other_values(void **state) {
    (void)state;
    EXPECT(FLAG, "\xff", 1);
    EXPECT(FLAG, "\0", 0);
    REFUSE(FLAG, "");
    EXPECT(ADDRESS, "\xc0\0\2\1", 0xc0000201);
    REFUSE(ADDRESS, "\xc0\0\2");
    EXPECT(OID, "\x2b\6\1", 0);
    REFUSE(OID, "\x2b\x86");
    EXPECT(TIME, "20261122100000Z", UINT64_C(1795341600000000000));
    REFUSE(TIME, "20261122100000");
    REFUSE(TIME, "20261322100000Z");
    REFUSE(TIME, "20261122100000.5Z");
    EXPECT(PRINCIPAL, "\x1b\1a", 0);
    REFUSE(PRINCIPAL, "\x1b\2a");
    EXPECT(BYTES, "", 0);
}

static void keeps_secrets(void **state) {
    (void)state;
    put(SECRET, "public", 6);
    assert_int_equal(packet.value_count, 0);
    assert_int_equal(packet.note_count, 0);
}

/* --- elements ----------------------------------------------------------------------------------------------------- */

static void takes_elements(void **state) {
    (void)state;
    struct udpi_decode d = START("\x04\x02"
                                 "ab"
                                 "\x04\x81\x01"
                                 "c"
                                 "\x04\x84\0\0\0\1"
                                 "d"
                                 "\x05\0");
    static const char *const contents[] = {"ab", "c", "d", ""};
    struct udpi_ber element;
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        assert_true(udpi_ber_take(&d, &element));
        assert_int_equal(element.size, strlen(contents[i]));
        assert_memory_equal(element.content, contents[i], element.size);
    }
    assert_int_equal(element.tag, UDPI_BER_NULL);
    assert_int_equal(d.cursor.claim, 0);
    assert_int_equal(udpi_ber_peek(&d), 0);
}

/* What is none leaves the cursor before it, with a note. */
static void refuses_elements(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t count;
    } cases[] = {{"\x1f\x81\x01\0", 4},
                 {"\x30\x80\0\0", 4},
                 {"\x30\x85\0\0\0\0\1\0", 8},
                 {"\x04\x03"
                  "ab",
                  4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct udpi_decode d = start(cases[i].bytes, cases[i].count);
        struct udpi_ber element;
        assert_false(udpi_ber_take(&d, &element));
        assert_int_equal(packet.note_count, 1);
        assert_int_equal(d.cursor.claim, cases[i].count);
        assert_int_equal(d.cursor.stop, UDPI_STOP_NONE);
    }
}

static void tells_a_cut_capture(void **state) {
    (void)state;
    struct udpi_decode d = START("\x30\x05\x02\x01\x07");
    struct udpi_ber element;
    size_t behind;
    d.cursor.claim = 7; /* two bytes were not captured */
    assert_true(udpi_ber_enter(&d, UDPI_BER_SEQUENCE, &behind));
    assert_true(udpi_ber_expect(&d, UDPI_BER_INTEGER, &element));
    assert_false(udpi_ber_expect(&d, UDPI_BER_INTEGER, &element));
    assert_false(udpi_ber_leave(&d, behind, false));
    assert_int_equal(d.cursor.stop, UDPI_STOP_TRUNCATED);
    assert_int_equal(packet.note_count, 0);
}

static void enters_and_leaves(void **state) {
    (void)state;
    struct udpi_decode d = START("\x30\x06\x02\x01\x07\x05\0!?");
    struct udpi_ber element;
    size_t behind;
    assert_false(udpi_ber_enter(&d, UDPI_BER_OCTET_STRING, &behind));
    assert_int_equal(packet.note_count, 1);
    assert_true(udpi_ber_enter(&d, UDPI_BER_SEQUENCE, &behind));
    assert_int_equal(behind, 1);
    assert_true(udpi_ber_take(&d, &element));
    assert_true(udpi_ber_take(&d, &element));
    assert_true(udpi_ber_leave(&d, behind, true)); /* over the byte that is left in it */
    assert_int_equal(packet.note_count, 2);
    assert_int_equal(d.cursor.claim, 1);
    assert_int_equal(*d.cursor.at, '?');
}

static void ends_an_element_that_is_too_long(void **state) {
    (void)state;
    struct udpi_decode d = START("\x30\x7f\x05\0");
    struct udpi_ber element;
    size_t behind;
    assert_true(udpi_ber_enter(&d, UDPI_BER_SEQUENCE, &behind));
    assert_int_equal(packet.note_count, 1);
    assert_int_equal(behind, 0);
    assert_true(udpi_ber_expect(&d, UDPI_BER_NULL, &element));
    assert_false(udpi_ber_expect(&d, UDPI_BER_NULL, &element)); /* nothing is left */
    assert_int_equal(packet.note_count, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_signed_numbers),
        cmocka_unit_test(reads_numbers_of_the_width),
        cmocka_unit_test(reads_other_values),
        cmocka_unit_test(keeps_secrets),
        cmocka_unit_test(takes_elements),
        cmocka_unit_test(refuses_elements),
        cmocka_unit_test(tells_a_cut_capture),
        cmocka_unit_test(enters_and_leaves),
        cmocka_unit_test(ends_an_element_that_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
