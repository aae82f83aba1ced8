/*
 * Any text as a word that a user gives: addresses, sizes, times, names of fields. The first byte says which. What is refused is
 * refused in words that can be shown; what has a form of its own is read back from it.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/excerpt.h"
#include "core/nearest.h"
#include "core/pace.h"
#include "core/rfc3339.h"
#include "craft/link_name.h"
#include "craft/mix.h"
#include "craft/rewrite.h"
#include "craft/time.h"
#include "fuzz.h"
#include "fuzz_output.h"
#include "knowledge/ip.h"
#include "knowledge/mask.h"
#include "render/columns.h"
#include "socket/endpoint.h"
#include "socket/supply.h"

static void read_ip(const char *text) {
    struct udpi_ip_notation notation, again;
    struct udpi_error error = {.status = UDPI_OK};
    char written[UDPI_IP_TEXT_SIZE];
    if (udpi_ip_parse(text, &notation, &error) != UDPI_OK) {
        fuzz_check_error(&error);
        return;
    }
    udpi_ip_write(&notation.ip, written);
    if (udpi_ip_parse(written, &again, &error) != UDPI_OK || !udpi_ip_equals(&notation.ip, &again.ip))
        fuzz_breach("an address is read as another", written);
}

static void read_mask(const char *text) {
    uint8_t length;
    for (unsigned size = 4; size <= 16; size += 12) {
        struct udpi_error error = {.status = UDPI_OK};
        if (udpi_mask_parse(text, size, &length, &error) != UDPI_OK)
            fuzz_check_error(&error);
        else if (length > 8 * size)
            fuzz_breach("a mask is longer than the address", text);
    }
}

static void read_host_port(const char *text) {
    struct udpi_host_port place;
    struct udpi_error error = {.status = UDPI_OK};
    if (udpi_host_port_parse(text, &place, &error) != UDPI_OK)
        fuzz_check_error(&error);
}

static void read_rate(const char *text) {
    struct udpi_rate rate;
    if (udpi_rate_parse(text, &rate) && !(isfinite(rate.per_second) && rate.per_second >= 0))
        fuzz_breach("a rate is none", text);
}

static void read_size(const char *text) {
    struct udpi_supply_options options = {0};
    struct udpi_error error = {.status = UDPI_OK};
    if (udpi_supply_parse_size(text, &options, &error) != UDPI_OK)
        fuzz_check_error(&error);
}

static void read_time(const char *text) {
    int64_t time;
    const char *complaint = udpi_time_parse(text, &time);
    if (!complaint && time < 0)
        fuzz_breach("a time is before 1970", text);
    udpi_rfc3339_read((const uint8_t *)text, strlen(text), &time);
}

static void read_mix(const char *text) {
    struct udpi_mix mix;
    uint64_t random = 1;
    if (!udpi_mix_parse(text, &mix) && udpi_mix_draw(&mix, &random) >= mix.count)
        fuzz_breach("what was drawn is not there", text);
}

static void read_link_name(const char *text) {
    udpi_link_name_parse(text);
}

static void read_columns(const char *text) {
    struct udpi_error error = {.status = UDPI_OK};
    size_t count;
    struct udpi_column *columns = udpi_columns_parse(text, &count, &error);
    if (!columns)
        fuzz_check_error(&error);
    free(columns);
}

/* 192.0.2.1:1024 to 192.0.2.2:53, two bytes of payload. */
static const uint8_t datagram[] = {0x45, 0,   0, 30, 0, 0, 0, 0, 64, 17, 0,  0, 192, 0,   2,
                                   1,    192, 0, 2,  2, 4, 0, 0, 53, 0,  10, 0, 0,   'h', 'i'};

static void read_rewrite(const char *text) {
    struct udpi_error error = {.status = UDPI_OK};
    struct udpi_rewrite *rewrite = strchr(text, '@') ? NULL : udpi_rewrite_create(&text, 1, &error);
    struct udpi_frame frame = {
        .bytes = datagram, .captured = sizeof datagram, .length = sizeof datagram, .number = 1, .link_type = 12};
    if (rewrite)
        udpi_rewrite_run(rewrite, &frame);
    else if (!strchr(text, '@')) /* no files */
        fuzz_check_error(&error);
    udpi_rewrite_free(rewrite);
}

static void show_excerpt(const char *text) {
    struct udpi_error error = {.status = UDPI_OK};
    size_t length = strlen(text);
    udpi_error_set(&error, UDPI_USAGE, "%s.", text);
    udpi_excerpt_make(&error.excerpt, text, length, length > 0 ? (uint8_t)text[0] % (length + 1) : 0);
    fuzz_check_error(&error);
}

/* New ones at the end: cases count on their places. */
static void (*const readers[])(const char *text) = {
    read_ip,  read_mask,      read_host_port, read_rate,    read_size,    read_time,
    read_mix, read_link_name, read_columns,   read_rewrite, show_excerpt,
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    if (size == 0)
        return 0;
    char *text = malloc(size); /* not more, so that a sanitizer sees one byte too many */
    if (!text)
        fuzz_breach("no memory", NULL);
    memcpy(text, bytes + 1, size - 1);
    text[size - 1] = '\0';
    readers[bytes[0] % (sizeof readers / sizeof *readers)](text);
    free(text);
    return 0;
}
