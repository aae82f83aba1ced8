/* socket/totals: what came back, by kind and host, told in a line and judged. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "socket/totals.h"

static struct udpi_endpoint make_endpoint(const char *address, uint16_t port) {
    struct udpi_endpoint endpoint = {.ipv4 = {.sin_family = AF_INET, .sin_port = htons(port)},
                                     .size = sizeof endpoint.ipv4};
    assert_int_equal(inet_pton(AF_INET, address, &endpoint.ipv4.sin_addr), 1);
    return endpoint;
}

static struct udpi_refusal make_refusal(const char *by, uint16_t port, const char *reason) {
    struct udpi_refusal refusal = {.by = make_endpoint(by, port), .is_port = port != 0};
    snprintf(refusal.reason, sizeof refusal.reason, "%s", reason);
    return refusal;
}

static void expect_text(const struct udpi_totals *totals, const char *expected) {
    static char text[UDPI_TOTALS_SIZE];
    assert_string_equal(udpi_totals_write(totals, text), expected);
}

static void tells_only_what_was_waited_for(void **state) {
    (void)state;
    expect_text(&(struct udpi_totals){.sent = 3, .bytes = 15}, "3 sent");
    expect_text(&(struct udpi_totals){.sent = 3, .answered = 3, .has_waited = true}, "3 sent, 3 answered, loss 0 %");
    expect_text(&(struct udpi_totals){.sent = 3, .answered = 2, .duplicates = 1, .others = 2, .has_waited = true},
                "3 sent, 2 answered, 1 duplicate reply, 2 replies of other hosts, loss 33.33 %");
    expect_text(&(struct udpi_totals){.sent = 10, .answered = 9, .unread = 1, .has_waited = true},
                "10 sent, 9 answered, 1 lost here (the receive buffer was full), loss 10 %");
    expect_text(&(struct udpi_totals){.sent = 1000000, .answered = 1, .has_waited = true},
                "1000000 sent, 1 answered, loss 99.99 %");
}

static void tells_times_and_rates_of_payload(void **state) {
    (void)state;
    /* 18 bytes at 500,000 a second: 72 Mbit. */
    expect_text(&(struct udpi_totals){.sent = 1000000, .bytes = 18000000, .seconds = 2, .per_second = 500000},
                "1000000 sent in 2 s (500000/s, 72 Mbit/s)");
    expect_text(&(struct udpi_totals){.sent = 10, .bytes = 100, .seconds = 0.9, .per_second = 10},
                "10 sent in 0.9 s (10/s, 800 bit/s)");
    expect_text(&(struct udpi_totals){.sent = 4, .bytes = 0, .seconds = 3, .per_second = 1},
                "4 sent in 3 s (1/s, 0 bit/s)");
}

static void counts_refusals_by_kind_and_host(void **state) {
    (void)state;
    struct udpi_totals totals = {.sent = 10, .has_waited = true};
    struct udpi_refusal port = make_refusal("10.0.0.2", 7788, "nobody listens on the port");
    struct udpi_refusal near = make_refusal("10.0.0.1", 0, "no route leads to that network");
    struct udpi_refusal far = make_refusal("10.0.0.9", 0, "no route leads to that network");
    assert_true(udpi_totals_refuse(&totals, &port));
    assert_false(udpi_totals_refuse(&totals, &port));
    assert_true(udpi_totals_refuse(&totals, &near));
    assert_true(udpi_totals_refuse(&totals, &far));
    assert_false(udpi_totals_refuse(&totals, &near));
    assert_int_equal(totals.refused, 2);
    assert_int_equal(totals.given_back, 3);
    assert_int_equal(totals.answered, 0);
    expect_text(&totals, "10 sent, 0 answered, 2 refused by 10.0.0.2:7788 (nobody listens on the port), "
                         "2 given back by 10.0.0.1 (no route leads to that network), "
                         "1 given back by 10.0.0.9 (no route leads to that network), loss 100 %");
}

static void names_so_many_hosts_and_counts_the_others(void **state) {
    (void)state;
    struct udpi_totals totals = {.sent = 20};
    for (int i = 0; i < 20; i++) {
        char by[32];
        snprintf(by, sizeof by, "10.0.0.%d", i);
        struct udpi_refusal refusal = make_refusal(by, 0, "a filter forbids it");
        assert_int_equal(udpi_totals_refuse(&totals, &refusal), i < UDPI_TOTALS_REFUSALS);
    }
    static char text[UDPI_TOTALS_SIZE];
    udpi_totals_write(&totals, text);
    assert_int_equal(totals.given_back, 20);
    assert_non_null(strstr(text, "1 given back by 10.0.0.15 (a filter forbids it), 4 given back or refused by others"));
    assert_null(strstr(text, "10.0.0.16"));
}

static void expect_judgement(const struct udpi_totals *totals, double max_loss, const char *expected) {
    struct udpi_error error = {0};
    struct udpi_endpoint to = make_endpoint("10.0.0.2", 7788);
    assert_int_equal(udpi_totals_judge(totals, &to, max_loss, &error), expected ? UDPI_FAILED : UDPI_OK);
    if (expected)
        assert_string_equal(error.text, expected);
}

static void judges(void **state) {
    (void)state;
    struct udpi_totals totals = {.sent = 200, .answered = 199, .has_waited = true};
    expect_judgement(&totals, 0.5, NULL);
    expect_judgement(&totals, 0, "10.0.0.2:7788: 1 of 200 without a reply, 0.5 %, and --max-loss allows 0 %");
    totals.given_back = 3;
    expect_judgement(&totals, 100, "10.0.0.2:7788: 3 of 200 given back; the totals say by whom and why");
    totals.refused = 2;
    expect_judgement(&totals, 100,
                     "10.0.0.2:7788: 2 of 200 refused, as nobody listens on the port; start a receiver "
                     "there: udpgen echo 7788");
    expect_judgement(&(struct udpi_totals){.sent = 5}, 0, NULL);
    expect_judgement(&(struct udpi_totals){.has_waited = true}, 0, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_only_what_was_waited_for),
        cmocka_unit_test(tells_times_and_rates_of_payload),
        cmocka_unit_test(counts_refusals_by_kind_and_host),
        cmocka_unit_test(names_so_many_hosts_and_counts_the_others),
        cmocka_unit_test(judges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
