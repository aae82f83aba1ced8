#include "render/probes.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "core/escape.h"
#include "core/format.h"
#include "render/clock.h"
#include "render/json_document.h"
#include "render/json_name.h"

enum {
    LINE_SIZE = 256,
    ADDRESS_SIZE = UDPI_IPV6_SIZE + 4, /* the formatters may write three bytes behind the text */
};

static const double ms = 1e6, percent_steps = 1e4;
static const uint64_t most_exact = (UINT64_C(1) << 53) - 1;

static const char *write_address(char *text, const uint8_t *address, unsigned size) {
    char *end = size == 4 ? udpi_format_ipv4(text, udpi_load_be32(address)) : udpi_format_ipv6(text, address);
    *end = '\0';
    return text;
}

static double find_loss_percent(const struct udpi_probe_report *report) {
    return report->expected > 0 ? 100 * (double)report->lost / (double)report->expected : 0;
}

/* Whether anything intact came, other than an end. */
static bool has_arrivals(const struct udpi_probe_report *report) {
    return report->lost < report->expected;
}

static uint64_t find_most_above_least(const struct udpi_probe_report *report) {
    return (uint64_t)report->most_difference - (uint64_t)report->least_difference;
}

/* --- text --------------------------------------------------------------------------------------------------------- */

__attribute__((format(printf, 2, 3))) static void print(struct udpi_sink *sink, const char *format, ...) {
    va_list values;
    va_start(values, format);
    char *at = udpi_sink_reserve(sink, LINE_SIZE);
    int count = vsnprintf(at, LINE_SIZE, format, values);
    udpi_sink_commit(sink, at + (count < LINE_SIZE ? count : LINE_SIZE - 1));
    va_end(values);
}

static void print_end(struct udpi_sink *sink, const uint8_t *address, unsigned size, unsigned port) {
    char text[ADDRESS_SIZE];
    print(sink, size == 4 ? "%s:%u" : "[%s]:%u", write_address(text, address, size), port);
}

static void print_head(const struct udpi_probe_report *report, struct udpi_sink *sink) {
    const struct udpi_probe_ends *ends = &report->ends;
    print_end(sink, ends->src, ends->address_size, ends->src_port);
    udpi_sink_puts(sink, " > ");
    print_end(sink, ends->dst, ends->address_size, ends->dst_port);
    if (report->expected > 0)
        print(sink, ", run %08" PRIx32, report->run);
    if (report->stream > 0)
        print(sink, ", stream %" PRIu32, report->stream);
    if (ends->place) {
        udpi_sink_puts(sink, ", on ");
        char *at = udpi_sink_reserve(sink, UDPI_ESCAPE_TERMINAL_ROOM(UDPI_LONGEST_INTERFACE_NAME));
        size_t count = strnlen(ends->place, UDPI_LONGEST_INTERFACE_NAME);
        udpi_sink_commit(sink, udpi_escape_terminal(at, (const uint8_t *)ends->place, count, SIZE_MAX, NULL));
    }
    udpi_sink_puts(sink, "\n");
}

static void print_counts(const struct udpi_probe_report *report, struct udpi_sink *sink) {
    print(sink, "  %s%" PRIu64 " sent, %" PRIu64 " received, %" PRIu64 " lost (%.2f %%), ",
          report->has_total ? "" : "at least ", report->expected, report->received, report->lost,
          find_loss_percent(report));
    print(sink, "%" PRIu64 " duplicated, %" PRIu64 " corrupted\n", report->duplicated, report->corrupted);
    print(sink, "  %" PRIu64 " reordered", report->reordered);
    if (report->reordered > 0)
        print(sink, ", by %s %" PRIu64 ", %" PRIu64 " of them late", report->is_at_least ? "at least" : "up to",
              report->extent, report->late);
    if (report->too_old > 0)
        print(sink, "; %" PRIu64 " came too late to be told from duplicates", report->too_old);
    udpi_sink_puts(sink, "\n");
}

static void print_delay(const struct udpi_histogram *delay, struct udpi_sink *sink) {
    print(sink, "  delay %.3f to %.3f ms, mean %.3f, median %.3f, 90 %% up to %.3f, 99 %% up to %.3f",
          (double)delay->least / ms, (double)delay->most / ms, udpi_histogram_mean(delay) / ms,
          (double)udpi_histogram_percentile(delay, 50) / ms, (double)udpi_histogram_percentile(delay, 90) / ms,
          (double)udpi_histogram_percentile(delay, 99) / ms);
}

static void print_times(const struct udpi_probe_report *report, struct udpi_sink *sink) {
    if (report->has_same_clock)
        print_delay(&report->delay, sink);
    else
        print(sink, "  delay above the least, as clocks may differ: up to %.3f ms, mean %.3f",
              (double)find_most_above_least(report) / ms, report->mean_above_least / ms);
    print(sink, "; jitter %.3f\n", report->jitter / ms);
}

void udpi_probes_write_text(struct udpi_probes *probes, struct udpi_sink *sink) {
    if (udpi_probes_lacked_memory(probes)) {
        udpi_sink_fail(sink, ENOMEM);
        return;
    }
    for (size_t i = 0; i < udpi_probes_count(probes); i++) {
        const struct udpi_probe_report *report = udpi_probes_report(probes, i);
        print_head(report, sink);
        print_counts(report, sink);
        if (has_arrivals(report))
            print_times(report, sink);
    }
    uint64_t untold = udpi_probes_untold(probes);
    if (untold > 0)
        print(sink, "%" PRIu64 " more of further streams: only %d are told apart\n", untold, UDPI_PROBES_STREAMS);
}

/* --- JSON --------------------------------------------------------------------------------------------------------- */

/* As text: cJSON would round what has more than 15 digits. Above `most_exact` readers do. */
static void add_count(cJSON *object, const char *key, uint64_t number) {
    char text[UDPI_UINT_SIZE + 1];
    *udpi_format_uint(text, number < most_exact ? number : most_exact) = '\0';
    cJSON_AddRawToObject(object, key, text);
}

static void add_address(cJSON *object, const char *key, const struct udpi_probe_ends *ends, const uint8_t *address) {
    char text[ADDRESS_SIZE];
    cJSON_AddStringToObject(object, key, write_address(text, address, ends->address_size));
}

static void add_ends(cJSON *object, const struct udpi_probe_ends *ends) {
    if (ends->place)
        udpi_json_add_name(object, "interface", ends->place);
    add_address(object, "src", ends, ends->src);
    add_count(object, "src_port", ends->src_port);
    add_address(object, "dst", ends, ends->dst);
    add_count(object, "dst_port", ends->dst_port);
}

static void add_counts(cJSON *object, const struct udpi_probe_report *report) {
    const struct {
        const char *key;
        uint64_t number;
    } counts[] = {
        {"run", report->run},
        {"stream", report->stream},
        {"expected", report->expected},
        {"received", report->received},
        {"lost", report->lost},
        {"duplicated", report->duplicated},
        {"reordered", report->reordered},
        {"reordered_by", report->extent},
        {"late", report->late},
        {"corrupted", report->corrupted},
        {"too_old", report->too_old},
        {"bytes", report->bytes},
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        add_count(object, counts[i].key, counts[i].number);
    double rounded = (double)(uint64_t)(find_loss_percent(report) * percent_steps + 0.5) / percent_steps;
    cJSON_AddNumberToObject(object, "loss_percent", rounded);
    cJSON_AddBoolToObject(object, "total_known", report->has_total);
    if (report->is_at_least)
        cJSON_AddTrueToObject(object, "reordered_at_least");
}

static void add_time(cJSON *object, const char *key, int64_t time) {
    struct udpi_clock clock;
    char text[UDPI_CLOCK_SIZE];
    udpi_clock_open(&clock, UDPI_TIME_UTC);
    char *end = udpi_clock_format_rfc3339(&clock, text, time);
    if (!end)
        return;
    *end = '\0';
    cJSON_AddStringToObject(object, key, text);
}

static void add_delay(cJSON *object, const struct udpi_histogram *delay) {
    cJSON *times = cJSON_AddObjectToObject(object, "delay");
    add_count(times, "least_ns", delay->least);
    add_count(times, "mean_ns", (uint64_t)udpi_histogram_mean(delay));
    add_count(times, "median_ns", udpi_histogram_percentile(delay, 50));
    add_count(times, "p90_ns", udpi_histogram_percentile(delay, 90));
    add_count(times, "p99_ns", udpi_histogram_percentile(delay, 99));
    add_count(times, "most_ns", delay->most);
}

static void add_times(cJSON *object, const struct udpi_probe_report *report) {
    add_count(object, "jitter_ns", (uint64_t)report->jitter);
    if (report->has_same_clock) {
        add_delay(object, &report->delay);
        return;
    }
    cJSON *times = cJSON_AddObjectToObject(object, "delay_above_least");
    add_count(times, "mean_ns", (uint64_t)report->mean_above_least);
    add_count(times, "most_ns", find_most_above_least(report));
}

static bool write_object(const struct udpi_probe_report *report, bool is_pretty, struct udpi_sink *sink) {
    cJSON *object = udpi_json_create();
    cJSON_AddStringToObject(object, "type", "probes");
    add_ends(object, &report->ends);
    add_counts(object, report);
    if (report->received + report->corrupted > 0) {
        add_time(object, "first_time", report->first_time);
        add_time(object, "last_time", report->last_time);
    }
    if (has_arrivals(report))
        add_times(object, report);
    return udpi_json_write(object, is_pretty, sink);
}

static bool write_objects(struct udpi_probes *probes, bool is_pretty, struct udpi_sink *sink) {
    bool is_written = !udpi_probes_lacked_memory(probes);
    for (size_t i = 0; i < udpi_probes_count(probes); i++)
        is_written &= write_object(udpi_probes_report(probes, i), is_pretty, sink);
    return is_written;
}

bool udpi_probes_write_json(struct udpi_probes *probes, struct udpi_sink *sink) {
    return write_objects(probes, false, sink);
}

bool udpi_probes_write_json_pretty(struct udpi_probes *probes, struct udpi_sink *sink) {
    return write_objects(probes, true, sink);
}
