#include "cli/udpgen_progress.h"

#include <inttypes.h>
#include <stdio.h>

enum { WIDTH = 79, SECOND = 1000000000, LINE_SIZE = 160 };

static const double mega = 1e6;

static void clear(struct udpi_gen_progress *shown) {
    if (shown->is_shown)
        fprintf(stderr, "\r%*s\r", WIDTH, "");
    shown->is_shown = false;
}

static void show(struct udpi_gen_progress *shown, const struct udpi_flood_progress *now) {
    char line[LINE_SIZE];
    double span = (double)(now->elapsed - shown->before.elapsed) / SECOND;
    int used = snprintf(line, sizeof line, "%.0f s: %" PRIu64 " sent, %.0f/s, %.3g Mbit/s",
                        (double)now->elapsed / SECOND, now->sent, (double)(now->sent - shown->before.sent) / span,
                        8 * (double)(now->bytes - shown->before.bytes) / span / mega);
    if (now->replies > 0)
        used += snprintf(line + used, sizeof line - (size_t)used, ", %" PRIu64 " back", now->replies);
    if (now->errors > 0)
        snprintf(line + used, sizeof line - (size_t)used, ", %" PRIu64 " errors", now->errors);
    fprintf(stderr, "\r%-*.*s", WIDTH, WIDTH, line);
    shown->is_shown = true;
}

void udpi_gen_progress_show(void *context, const struct udpi_flood_progress *progress) {
    struct udpi_gen_progress *shown = context;
    if (!progress) {
        clear(shown);
        return;
    }
    if (progress->elapsed >= (int64_t)2 * SECOND)
        show(shown, progress);
    shown->before = *progress;
}
