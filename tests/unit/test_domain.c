/* Domain names: labels, pointers, and what must not make them go in circles or beyond their end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/domain.h"

static void expect(const char *bytes, size_t size, size_t at, const char *text) {
    uint8_t written[UDPI_DOMAIN_TEXT_SIZE];
    size_t length = udpi_domain_write((const uint8_t *)bytes, size, at, written);
    assert_int_equal(length, strlen(text));
    assert_memory_equal(written, text, length);
}

#define EXPECT(bytes, at, text) expect(bytes, sizeof(bytes) - 1, at, text)
#define EXPECT_NONE(bytes, at) expect(bytes, sizeof(bytes) - 1, at, "")

static void test_labels(void **state) {
    (void)state;
    EXPECT("\7example\3com\0", 0, "example.com");
    EXPECT("\0", 0, ".");
    EXPECT("\2a.\2\\b\0", 0, "a\\..\\\\b");
    EXPECT("\3\xc3\xa9x\0", 0, "\xc3\xa9x");
    EXPECT_NONE("\7example\3com", 0);
    EXPECT_NONE("\7exam", 0);
    EXPECT_NONE("", 0);
    EXPECT_NONE("\100aaaa\0", 0); /* RFC 6891 section 5: no such label any more */
    EXPECT_NONE("\200aaaa\0", 0);
}

static void test_pointers(void **state) {
    (void)state;
    EXPECT("\3com\0\7example\xc0\0", 5, "example.com");
    EXPECT("\1b\0\1a\xc0\0\1c\xc0\3", 7, "c.a.b");
    EXPECT("\1x\0\xc0\2", 3, ".");
    EXPECT_NONE("\xc0\0", 0);
    EXPECT_NONE("\1a\xc0\2", 2);
    EXPECT_NONE("\1a\xc0\0", 0);         /* its own beginning */
    EXPECT_NONE("\1a\1b\xc0\0", 2);      /* the target runs on into the pointer again */
    EXPECT_NONE("\xc0\4\1a\0\xc0\0", 5); /* forward, by way of the front */
    EXPECT_NONE("\1a\xc0", 0);
}

/* 255 bytes with the lengths and the root's: 63 + 63 + 63 + 61 letters. RFC 1035 section 2.3.4. */
static void test_longest(void **state) {
    (void)state;
    uint8_t name[300], text[UDPI_DOMAIN_TEXT_SIZE];
    memset(name, '.', sizeof name);
    name[0] = name[64] = name[128] = 63;
    name[192] = 61;
    name[254] = 0;
    assert_int_equal(udpi_domain_write(name, sizeof name, 0, text), 2 * 250 + 3);
    name[192] = 62;
    name[255] = 0;
    assert_int_equal(udpi_domain_write(name, sizeof name, 0, text), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_pointers),
        cmocka_unit_test(test_longest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
