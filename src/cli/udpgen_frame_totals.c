#include "cli/udpgen_frame_totals.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/signals.h"

static const char clear_line[] = "\r\033[K";

bool udpi_frame_progress_is_welcome(void) {
    return isatty(STDERR_FILENO);
}

void udpi_frame_progress_show(const struct udpi_injector_counts *counts, double seconds) {
    fprintf(stderr, "%s%" PRIu64 " frames sent, %" PRIu64 " bytes, %.0f s, %.0f/s", clear_line, counts->frames,
            counts->bytes, seconds, (double)counts->frames / seconds);
}

static void print_number(uint64_t number, const char **before, const char *what, const char *of) {
    if (number == 0)
        return;
    fprintf(stderr, "%s%" PRIu64 " %s%s", *before, number, what, of);
    *before = ", ";
}

/* What was left out, and how many that are in all. */
static uint64_t print_left_out(const struct udpi_frame_totals *totals, const char **before) {
    static const struct udpi_injector_counts none;
    const struct udpi_injector_counts *counts = totals->injected ? totals->injected : &none;
    char above[48];
    snprintf(above, sizeof above, "above the MTU of %" PRIu32, totals->mtu);
    print_number(counts->merged, before, "of them in packets that the kernel splits", "");
    print_number(counts->too_large, before, above, "");
    print_number(counts->too_short, before, "shorter than a link header", "");
    print_number(counts->refused, before, "refused because the interface's queue stayed full", "");
    print_number(totals->cut, before, "cut by the capture", "");
    print_number(totals->unbuilt, before, "that cannot be built with other values", "");
    return counts->too_large + counts->too_short + counts->refused + totals->cut + totals->unbuilt;
}

static void print_missing(const struct udpi_rewrite *rewrite, const char **before) {
    const struct udpi_rewrite_count *count;
    for (unsigned i = 0; rewrite && (count = udpi_rewrite_count(rewrite, i)); i++)
        print_number(count->missing, before, "without ", count->name);
}

enum udpi_status udpi_frame_totals_print(const struct udpi_frame_totals *totals, struct udpi_error *error) {
    bool is_sent = totals->injected != NULL;
    uint64_t frames = is_sent ? totals->injected->frames : totals->frames;
    uint64_t bytes = is_sent ? totals->injected->bytes : totals->bytes;
    if (frames == 0 && error->status == UDPI_USAGE)
        return error->status;
    if (is_sent && udpi_frame_progress_is_welcome())
        fputs(clear_line, stderr);
    udpi_signals_end_line();
    fprintf(stderr, "%" PRIu64 " frame%s %s, %" PRIu64 " bytes", frames, frames == 1 ? "" : "s",
            is_sent ? "sent" : "written", bytes);
    if (is_sent)
        fprintf(stderr, ", in %.3f s", totals->seconds);
    const char *before = "; ";
    uint64_t left_out = print_left_out(totals, &before);
    print_missing(totals->rewrite, &before);
    fputc('\n', stderr);
    if (left_out == 0 || error->status != UDPI_OK)
        return error->status;
    return udpi_error_set(error, UDPI_FAILED, "%" PRIu64 " frame%s could not be %s", left_out, left_out == 1 ? "" : "s",
                          is_sent ? "sent" : "written");
}
