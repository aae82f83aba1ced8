#include "render/loss.h"

#include <errno.h>

#include "core/format.h"
#include "render/json_document.h"

/* 1,204,000; up to UDPI_UINT_SIZE and a comma for every three digits. */
static char *write_grouped(char *at, uint64_t number) {
    char digits[UDPI_UINT_SIZE];
    size_t count = (size_t)(udpi_format_uint(digits, number) - digits);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            *at++ = ',';
        *at++ = digits[i];
    }
    return at;
}

static void write_text(struct udpi_sink *sink, const char *before, const struct udpi_loss *loss, const char *behind) {
    udpi_sink_puts(sink, before);
    udpi_sink_commit(sink, write_grouped(udpi_sink_reserve(sink, 2 * UDPI_UINT_SIZE), loss->packets));
    udpi_sink_puts(sink, loss->packets == 1 ? " packet lost here (" : " packets lost here (");
    udpi_sink_puts(sink, loss->cause);
    udpi_sink_puts(sink, behind);
}

static void write_json(struct udpi_sink *sink, const struct udpi_loss *loss, bool is_pretty) {
    cJSON *document = udpi_json_create();
    cJSON_AddStringToObject(document, "type", "loss");
    cJSON_AddNumberToObject(document, "packets", (double)loss->packets);
    cJSON_AddStringToObject(document, "cause", loss->cause);
    if (!udpi_json_write(document, is_pretty, sink))
        udpi_sink_fail(sink, ENOMEM);
}

void udpi_loss_write(struct udpi_sink *sink, enum udpi_loss_form form, const struct udpi_loss *loss) {
    switch (form) {
    case UDPI_LOSS_NOWHERE: break;
    case UDPI_LOSS_LINE: write_text(sink, "-- ", loss, ") --\n"); break;
    case UDPI_LOSS_REMARK: write_text(sink, "# ", loss, ")\n"); break;
    case UDPI_LOSS_JSON: write_json(sink, loss, false); break;
    case UDPI_LOSS_PRETTY: write_json(sink, loss, true); break;
    }
}
