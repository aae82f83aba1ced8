/* Object identifiers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/oid.h"

static void expect(const char *bytes, size_t count, const char *text) {
    uint8_t written[UDPI_OID_TEXT_SIZE];
    size_t length = udpi_oid_write((const uint8_t *)bytes, count, written);
    assert_int_equal(length, strlen(text));
    assert_memory_equal(written, text, length);
}

#define EXPECT(bytes, text) expect(bytes, sizeof(bytes) - 1, text)

static void test_written(void **state) {
    (void)state;
    EXPECT("\x2b\x06\x01\x02\x01\x01\x03\x00", "1.3.6.1.2.1.1.3.0"); /* sysUpTime.0 */
    EXPECT("\x2b\x06\x01\x04\x01\x83\x44", "1.3.6.1.4.1.452");
    EXPECT("\x00", "0.0");
    EXPECT("\x27", "0.39");
    EXPECT("\x4f", "1.39");
    EXPECT("\x50", "2.0");
    EXPECT("\x88\x37\x03", "2.999.3");
    EXPECT("\x81\x34\x03", "2.100.3"); /* X.690 section 8.19.5 */
    EXPECT("\x2a\x81\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "1.2.18446744073709551615");
}

static void test_refused(void **state) {
    (void)state;
    EXPECT("", "");
    EXPECT("\x2b\x86", "");     /* the number goes on */
    EXPECT("\x2b\x80\x01", ""); /* X.690 section 8.19.2: no leading zeros */
    EXPECT("\x2a\x82\x80\x80\x80\x80\x80\x80\x80\x80\x00", "");
    char many[UDPI_OID_LONGEST + 1];
    memset(many, 0x7f, sizeof many);
    expect(many, sizeof many, "");
}

/* The most letters that the bytes can become. */
static void test_longest(void **state) {
    (void)state;
    uint8_t bytes[UDPI_OID_LONGEST], text[UDPI_OID_TEXT_SIZE];
    memset(bytes, 0x7f, sizeof bytes);
    assert_int_equal(udpi_oid_write(bytes, sizeof bytes, text), strlen("2.47") + 4 * (UDPI_OID_LONGEST - 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_longest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
