/* Frames kept in memory: all of them, in their order, and as they were. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "inject/frame_list.h"

static void test_empty(void **state) {
    (void)state;
    struct udpi_frame_list list;
    assert_true(udpi_frame_list_open(&list));
    assert_null(udpi_frame_list_next(&list, NULL));
    udpi_frame_list_close(&list);
}

/* Of all sizes, and more than the buffer has at first. */
static void test_order(void **state) {
    (void)state;
    enum { FRAMES = 1000 };
    uint8_t bytes[FRAMES];
    struct udpi_frame_list list;
    assert_true(udpi_frame_list_open(&list));
    for (uint32_t i = 0; i < FRAMES; i++) {
        memset(bytes, (int)i, i);
        assert_true(udpi_frame_list_add(&list, bytes, i, 1000 * (int64_t)i));
    }
    const struct udpi_kept_frame *frame = NULL;
    for (uint32_t i = 0; i < FRAMES; i++) {
        frame = udpi_frame_list_next(&list, frame);
        assert_non_null(frame);
        assert_int_equal(frame->size, i);
        assert_int_equal(frame->gap, 1000 * (int64_t)i);
        memset(bytes, (int)i, i);
        assert_memory_equal(frame->bytes, bytes, i);
    }
    assert_null(udpi_frame_list_next(&list, frame));
    udpi_frame_list_close(&list);
}

/* As if the memory were full. */
static void test_most(void **state) {
    (void)state;
    struct udpi_frame_list list;
    uint8_t byte = 0;
    assert_true(udpi_frame_list_open(&list));
    list.frames.used = UDPI_FRAME_LIST_MOST - 16;
    assert_false(udpi_frame_list_add(&list, &byte, 1, 0));
    udpi_frame_list_close(&list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
