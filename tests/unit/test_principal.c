/* Names of Kerberos: components that are strings of BER. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/principal.h"

static void expect(const char *bytes, size_t count, const char *text) {
    uint8_t written[UDPI_LONGEST_PRINCIPAL];
    size_t length = udpi_principal_write((const uint8_t *)bytes, count, written);
    assert_int_equal(length, strlen(text));
    assert_memory_equal(written, text, length);
}

#define EXPECT(bytes, text) expect(bytes, sizeof(bytes) - 1, text)

static void joins_components(void **state) {
    (void)state;
    EXPECT("\x1b\5alice", "alice");
    EXPECT("\x1b\6krbtgt\x1b\4HOME", "krbtgt/HOME");
    EXPECT("\x0c\1a\x16\1b\x1b\1c", "a/b/c"); /* UTF8String, IA5String */
    EXPECT("\x1b\x81\2ab", "ab");             /* a length that is longer than it need be */
    EXPECT("\x1b\1a\x1b\0", "a/");
}

static void escapes_what_joins(void **state) {
    (void)state;
    EXPECT("\x1b\3a/b\x1b\2\\c", "a\\/b/\\\\c");
}

static void refuses_what_is_no_name(void **state) {
    (void)state;
    EXPECT("", "");
    EXPECT("\x04\1a", "");       /* an octet string */
    EXPECT("\x1b\2a", "");       /* goes beyond the end */
    EXPECT("\x1b\1a\x1b", "");   /* ends in a tag */
    EXPECT("\x1b\x81", "");      /* ends in a length */
    EXPECT("\x1b\x80\0\0", "");  /* a length that is not said */
    EXPECT("\x1b\x82\0\1a", ""); /* more than one byte of length */
}

static void writes_no_more_than_there_is_room_for(void **state) {
    (void)state;
    enum { MOST = UDPI_LONGEST_PRINCIPAL, HEAD = 3, HALF = 160, SIZE = 2 * (HEAD + HALF) };
    uint8_t bytes[SIZE], text[MOST];
    memset(bytes, '/', sizeof bytes); /* each is written as two */
    memcpy(bytes, "\x1b\x81\xa0", HEAD);
    memcpy(bytes + SIZE / 2, "\x1b\x81\xa0", HEAD);
    assert_int_equal(udpi_principal_write(bytes, SIZE / 2, text), 2 * HALF);
    assert_int_equal(udpi_principal_write(bytes, SIZE, text), 0); /* 641 with the slash between */
    bytes[SIZE - 1] = 'x';
    assert_int_equal(udpi_principal_write(bytes, SIZE, text), MOST);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joins_components),
        cmocka_unit_test(escapes_what_joins),
        cmocka_unit_test(refuses_what_is_no_name),
        cmocka_unit_test(writes_no_more_than_there_is_room_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
