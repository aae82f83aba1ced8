/* Link types in files and in memory: every number, against libpcap's own reading and writing of an empty file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <pcap/pcap.h>

#include "core/link_type.h"

enum { LINK_TYPE = 20, HEADER = 24 };

static void test_from_file(void **state) {
    (void)state;
    uint8_t header[HEADER] = {0xa1, 0xb2, 0xc3, 0xd4, 0, 2, 0, 4};
    char why[PCAP_ERRBUF_SIZE];
    for (unsigned number = 0; number <= UINT16_MAX; number++) {
        header[LINK_TYPE + 2] = (uint8_t)(number >> 8);
        header[LINK_TYPE + 3] = (uint8_t)number;
        pcap_t *pcap = pcap_fopen_offline(fmemopen(header, sizeof header, "r"), why);
        assert_non_null(pcap);
        assert_int_equal(udpi_link_type_from_file((uint16_t)number), pcap_datalink(pcap));
        pcap_close(pcap);
    }
}

static void test_to_file(void **state) {
    (void)state;
    assert_int_equal(udpi_link_type_to_file(1), 1);
    assert_int_equal(udpi_link_type_to_file(DLT_ATM_RFC1483), 100);
    assert_int_equal(udpi_link_type_to_file(DLT_RAW), 101);
    assert_int_equal(udpi_link_type_to_file(DLT_SLIP_BSDOS), 102);
    assert_int_equal(udpi_link_type_to_file(DLT_PPP_BSDOS), 103);
    assert_int_equal(udpi_link_type_to_file(DLT_ATM_CLIP), 106);
    assert_int_equal(udpi_link_type_to_file(DLT_LINUX_SLL2), 276);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_file),
        cmocka_unit_test(test_to_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
