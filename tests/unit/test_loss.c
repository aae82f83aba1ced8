/* render/loss: what stands in the place of lost packets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "render/loss.h"
#include "render/schema.h"
#include "schema_check.h"

static void expect(enum udpi_loss_form form, uint64_t packets, const char *expected) {
    struct udpi_sink sink;
    const struct udpi_loss loss = {packets, "kernel buffer full"};
    assert_true(udpi_sink_open(&sink, NULL, NULL));
    udpi_loss_write(&sink, form, &loss);
    assert_int_equal(sink.used, strlen(expected));
    assert_memory_equal(sink.bytes, expected, sink.used);
    udpi_sink_close(&sink);
}

static void writes_lines(void **state) {
    (void)state;
    expect(UDPI_LOSS_LINE, 1204, "-- 1,204 packets lost here (kernel buffer full) --\n");
    expect(UDPI_LOSS_LINE, 1, "-- 1 packet lost here (kernel buffer full) --\n");
    expect(UDPI_LOSS_LINE, 999, "-- 999 packets lost here (kernel buffer full) --\n");
    expect(UDPI_LOSS_REMARK, 1000000, "# 1,000,000 packets lost here (kernel buffer full)\n");
    expect(UDPI_LOSS_NOWHERE, 5, "");
}

static void writes_documents_of_the_schema(void **state) {
    (void)state;
    static const char line[] = "{\"type\":\"loss\",\"packets\":1204,\"cause\":\"kernel buffer full\"}\n";
    expect(UDPI_LOSS_JSON, 1204, line);
    char *schema = udpi_schema_print(), breach[256] = "";
    struct schema_check *check = schema_check_create(schema);
    assert_true(schema_check_line(check, line, sizeof line - 2, breach, sizeof breach));
    static const char wrong[] = "{\"type\":\"loss\",\"packets\":0,\"cause\":\"\"}";
    assert_false(schema_check_line(check, wrong, sizeof wrong - 1, breach, sizeof breach));
    schema_check_free(check);
    free(schema);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_lines),
        cmocka_unit_test(writes_documents_of_the_schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
