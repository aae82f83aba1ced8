/* NetBIOS names: letters that are halves of bytes, and what fills names up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/netbios.h"

static void expect(const char *letters, const char *text) {
    uint8_t written[UDPI_NETBIOS_SIZE];
    size_t length = udpi_netbios_write((const uint8_t *)letters, strlen(letters), written);
    assert_int_equal(length, strlen(text));
    assert_memory_equal(written, text, length);
}

static void writes_names(void **state) {
    (void)state;
    expect("EGCPFCEECACACACACACACACACACACACA", "F/RD"); /* 0x46 is E G, 0x2f is C P */
    expect("EGFCEFEECACACACACACACACACACACACA", "FRED"); /* RFC 1001 section 14.1 */
    expect("CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "*");
    expect("ABACFPFPENFDECFCEPFHFDEFFPFPACAB", "\1\2__MSBROWSE__\2");
    expect("EBEBEBEBEBEBEBEBEBEBEBEBEBEBEBPP", "AAAAAAAAAAAAAAA");
    expect("CACACACACACACACACACACACACACACACA", "");
}

static void refuses_other_letters(void **state) {
    (void)state;
    expect("EGFCEFEECACACACACACACACACACACACQ", "");
    expect("egfceFEECACACACACACACACACACACACA", "");
    expect("EGFCEFEECACACACACACACACACACACA", "");
    expect("", "");
}

static void trims_blanks_and_zeros(void **state) {
    (void)state;
    assert_int_equal(udpi_netbios_trim((const uint8_t *)"A B            \x20"), 3);
    assert_int_equal(udpi_netbios_trim((const uint8_t *)"*\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), 1);
    assert_int_equal(udpi_netbios_trim((const uint8_t *)"FIFTEEN_LETTERS\x20"), 15);
    assert_int_equal(udpi_netbios_trim((const uint8_t *)"               \x20"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_names),
        cmocka_unit_test(refuses_other_letters),
        cmocka_unit_test(trims_blanks_and_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
