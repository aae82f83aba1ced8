/* render/probes: the report of an account that was worked out by hand, as text and as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "render/probes.h"
#include "render/schema.h"
#include "schema_check.h"

enum { CLOCK = 77, US = 1000, SIZE = 60 };

static const int64_t start = 1800000000000000000; /* 2027-01-15 08:00 UTC */

static const struct udpi_probe_ends ipv4 = {
    .src = {10, 0, 0, 1}, .dst = {10, 0, 0, 2}, .address_size = 4, .src_port = 51000, .dst_port = 7788};

static const struct udpi_probe_ends ipv6 = {.src = {0x20, 0x01, 0x0d, 0xb8, [15] = 1},
                                            .dst = {0xff, 0x02, [15] = 0xfb},
                                            .address_size = 16,
                                            .src_port = 5000,
                                            .dst_port = 5353,
                                            .place = "eth\x1b\"0"};

static struct udpi_probes *probes;
static struct udpi_sink sink;

static int begin(void **state) {
    (void)state;
    probes = udpi_probes_create(500 * US, CLOCK);
    return probes && udpi_sink_open(&sink, NULL, NULL) ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    udpi_probes_free(probes);
    udpi_sink_close(&sink);
    return 0;
}

static void take(const struct udpi_probe_ends *ends, struct udpi_probe probe, int64_t on_the_way) {
    probe.run = 0x1a2b3c4d;
    probe.time = start + (int64_t)probe.sequence * 1000 * US;
    udpi_probes_take(probes, ends, &probe, UDPI_PROBE_INTACT, SIZE, probe.time + on_the_way);
}

/*
 * 1 2 2 5 4 and the end that says 6: 3 and 6 lost, 2 repeated, 4 behind 5 by one.
 * Delays 10, 30, 20 µs and, for 4, 1620 µs: sent at 4 ms it comes at 5.62 ms, 600 µs behind 5. Mean 420.
 * Jitter: |20|/16 = 1.25; + (10 - 1.25)/16 = 1.796875; + (1600 - 1.796875)/16 = 101.684570…
 */
static void fill_ipv4(void) {
    static const struct {
        uint64_t sequence;
        int64_t on_the_way;
    } arrivals[] = {{1, 10}, {2, 30}, {2, 900}, {5, 20}, {4, 1620}};
    for (size_t i = 0; i < sizeof arrivals / sizeof *arrivals; i++)
        take(&ipv4, (struct udpi_probe){.clock = CLOCK, .sequence = arrivals[i].sequence}, arrivals[i].on_the_way * US);
    take(&ipv4, (struct udpi_probe){.clock = CLOCK, .is_end = true, .total = 6}, 0);
}

/* Another clock, that is 1 ms behind: 1 and 2 come 1,010 and 1,030 µs later by it. Jitter 20/16. */
static void fill_ipv6(void) {
    take(&ipv6, (struct udpi_probe){.stream = 3, .sequence = 1}, 1010 * US);
    take(&ipv6, (struct udpi_probe){.stream = 3, .sequence = 2}, 1030 * US);
}

static void expect(const char *expected) {
    udpi_sink_write(&sink, "", 1);
    assert_string_equal(sink.bytes, expected);
}

/* --- text --------------------------------------------------------------------------------------------------------- */

static void nothing_to_report(void **state) {
    (void)state;
    udpi_probes_write_text(probes, &sink);
    assert_true(udpi_probes_write_json(probes, &sink));
    expect("");
}

/* 20 and 1620 µs stand for classes: 20000 is below 20223 = 158 * 128 - 1, and the most is exact. */
static void text_of_streams(void **state) {
    (void)state;
    fill_ipv4();
    fill_ipv6();
    udpi_probes_write_text(probes, &sink);
    expect("10.0.0.1:51000 > 10.0.0.2:7788, run 1a2b3c4d\n"
           "  6 sent, 5 received, 2 lost (33.33 %), 1 duplicated, 0 corrupted\n"
           "  1 reordered, by up to 1, 1 of them late\n"
           "  delay 0.010 to 1.620 ms, mean 0.420, median 0.020, 90 % up to 1.620, 99 % up to 1.620; jitter 0.102\n"
           "[2001:db8::1]:5000 > [ff02::fb]:5353, run 1a2b3c4d, stream 3, on eth\\x1b\\\"0\n"
           "  at least 2 sent, 2 received, 0 lost (0.00 %), 0 duplicated, 0 corrupted\n"
           "  0 reordered\n"
           "  delay above the least, as clocks may differ: up to 0.020 ms, mean 0.010; jitter 0.001\n");
}

static void text_where_nothing_intact_came(void **state) {
    (void)state;
    const struct udpi_probe damaged = {.run = 5, .sequence = 5};
    udpi_probes_take(probes, &ipv4, &damaged, UDPI_PROBE_DAMAGED, SIZE, start);
    udpi_probes_write_text(probes, &sink);
    expect("10.0.0.1:51000 > 10.0.0.2:7788\n"
           "  at least 0 sent, 0 received, 0 lost (0.00 %), 0 duplicated, 1 corrupted\n"
           "  0 reordered\n");
}

static void text_of_what_is_not_told_apart(void **state) {
    (void)state;
    take(&ipv4, (struct udpi_probe){.sequence = UDPI_PROBES_WINDOW + 1}, 0);
    take(&ipv4, (struct udpi_probe){.sequence = 1}, 0);
    for (uint32_t i = 0; i < UDPI_PROBES_STREAMS; i++)
        take(&ipv6, (struct udpi_probe){.stream = i, .sequence = 1}, 0);
    udpi_probes_write_text(probes, &sink);
    udpi_sink_write(&sink, "", 1);
    assert_non_null(strstr(sink.bytes, "  0 reordered; 1 came too late to be told from duplicates\n"));
    assert_non_null(strstr(sink.bytes, "\n1 more of further streams: only 256 are told apart\n"));
}

/* The oldest gap that is remembered is not the one in which 2 was missing: it came behind that many at least. */
static void says_where_gaps_are_forgotten(void **state) {
    (void)state;
    for (uint64_t i = 0; i <= UDPI_PROBES_GAPS + 1; i++)
        take(&ipv4, (struct udpi_probe){.sequence = 2 * i + 1}, 0);
    take(&ipv4, (struct udpi_probe){.sequence = 2}, 0);
    udpi_probes_write_text(probes, &sink);
    assert_true(udpi_probes_write_json(probes, &sink));
    udpi_sink_write(&sink, "", 1);
    assert_non_null(strstr(sink.bytes, "  1 reordered, by at least 4096, "));
    assert_non_null(strstr(sink.bytes, "\"reordered_at_least\":true"));
}

/* As many gaps as are remembered. */
static void knows_gaps_up_to_the_limit(void **state) {
    (void)state;
    for (uint64_t i = 0; i <= UDPI_PROBES_GAPS; i++)
        take(&ipv4, (struct udpi_probe){.sequence = 2 * i + 1}, 0);
    take(&ipv4, (struct udpi_probe){.sequence = 2}, 0);
    udpi_probes_write_text(probes, &sink);
    udpi_sink_write(&sink, "", 1);
    assert_non_null(strstr(sink.bytes, "  1 reordered, by up to 4096, "));
}

/* --- JSON --------------------------------------------------------------------------------------------------------- */

static const char ipv4_line[] =
    "{\"type\":\"probes\",\"src\":\"10.0.0.1\",\"src_port\":51000,\"dst\":\"10.0.0.2\",\"dst_port\":7788,"
    "\"run\":439041101,\"stream\":0,\"expected\":6,\"received\":5,\"lost\":2,\"duplicated\":1,\"reordered\":1,"
    "\"reordered_by\":1,\"late\":1,\"corrupted\":0,\"too_old\":0,\"bytes\":300,\"loss_percent\":33.3333,"
    "\"total_known\":true,\"first_time\":\"2027-01-15T08:00:00.001010000Z\","
    "\"last_time\":\"2027-01-15T08:00:00.005620000Z\",\"jitter_ns\":101684,"
    "\"delay\":{\"least_ns\":10000,\"mean_ns\":420000,\"median_ns\":20223,\"p90_ns\":1620000,\"p99_ns\":1620000,"
    "\"most_ns\":1620000}}\n";

static const char ipv6_line[] =
    "{\"type\":\"probes\",\"interface\":\"eth\\\\x1b\\\"0\",\"src\":\"2001:db8::1\",\"src_port\":5000,"
    "\"dst\":\"ff02::fb\",\"dst_port\":5353,\"run\":439041101,\"stream\":3,\"expected\":2,\"received\":2,\"lost\":0,"
    "\"duplicated\":0,\"reordered\":0,\"reordered_by\":0,\"late\":0,\"corrupted\":0,\"too_old\":0,\"bytes\":120,"
    "\"loss_percent\":0,\"total_known\":false,\"first_time\":\"2027-01-15T08:00:00.002010000Z\","
    "\"last_time\":\"2027-01-15T08:00:00.003030000Z\",\"jitter_ns\":1250,"
    "\"delay_above_least\":{\"mean_ns\":10000,\"most_ns\":20000}}\n";

static void json_of_streams(void **state) {
    (void)state;
    fill_ipv4();
    fill_ipv6();
    assert_true(udpi_probes_write_json(probes, &sink));
    udpi_sink_write(&sink, "", 1);
    assert_memory_equal(sink.bytes, ipv4_line, sizeof ipv4_line - 1);
    assert_string_equal(sink.bytes + sizeof ipv4_line - 1, ipv6_line);
}

static void pretty_json_says_the_same(void **state) {
    (void)state;
    fill_ipv4();
    assert_true(udpi_probes_write_json_pretty(probes, &sink));
    cJSON *pretty = cJSON_ParseWithLength(sink.bytes, sink.used), *line = cJSON_Parse(ipv4_line);
    assert_true(cJSON_Compare(pretty, line, true));
    assert_non_null(memchr(sink.bytes, '\t', sink.used));
    cJSON_Delete(pretty);
    cJSON_Delete(line);
}

static void expect_in_schema(struct schema_check *check, const char *line) {
    char breach[256] = "";
    if (!schema_check_line(check, line, strcspn(line, "\n"), breach, sizeof breach))
        fail_msg("%s", breach);
}

static void json_is_of_the_schema(void **state) {
    (void)state;
    char *schema = udpi_schema_print(), breach[256] = "";
    struct schema_check *check = schema_check_create(schema);
    expect_in_schema(check, ipv4_line);
    expect_in_schema(check, ipv6_line);
    static const char wrong[] = "{\"type\":\"probes\",\"src\":\"10.0.0.1\"}";
    assert_false(schema_check_line(check, wrong, sizeof wrong - 1, breach, sizeof breach));
    schema_check_free(check);
    free(schema);
}

/* Above 2^53 - 1 readers of JSON are not sure to keep a number. */
static void absurd_numbers_are_of_the_schema_too(void **state) {
    (void)state;
    take(&ipv4, (struct udpi_probe){.sequence = UINT64_MAX}, INT64_MAX / 2);
    take(&ipv4, (struct udpi_probe){.sequence = 1}, 0);
    assert_true(udpi_probes_write_json(probes, &sink));
    udpi_sink_write(&sink, "", 1);
    assert_non_null(strstr(sink.bytes, "\"expected\":9007199254740991,"));
    char *schema = udpi_schema_print();
    struct schema_check *check = schema_check_create(schema);
    expect_in_schema(check, sink.bytes);
    schema_check_free(check);
    free(schema);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(nothing_to_report),
        TEST(text_of_streams),
        TEST(text_where_nothing_intact_came),
        TEST(text_of_what_is_not_told_apart),
        TEST(knows_gaps_up_to_the_limit),
        TEST(says_where_gaps_are_forgotten),
        TEST(json_of_streams),
        TEST(pretty_json_says_the_same),
        TEST(json_is_of_the_schema),
        TEST(absurd_numbers_are_of_the_schema_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
