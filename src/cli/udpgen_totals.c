#include "cli/udpgen_totals.h"

#include "core/format.h"
#include "render/json_document.h"

static const double percent_steps = 1e4, time_steps = 1e6;

/* As text: cJSON would round what has more than 15 digits. */
static void add_count(cJSON *object, const char *key, uint64_t number) {
    char text[UDPI_UINT_SIZE + 1];
    *udpi_format_uint(text, number) = '\0';
    cJSON_AddRawToObject(object, key, text);
}

static void add_rounded(cJSON *object, const char *key, double number, double steps) {
    cJSON_AddNumberToObject(object, key, (double)(uint64_t)(number * steps + 0.5) / steps);
}

static void add_replies(cJSON *object, const struct udpi_totals *totals) {
    add_count(object, "answered", totals->answered);
    add_count(object, "lost", udpi_totals_lost(totals));
    add_rounded(object, "loss_percent", udpi_totals_loss(totals), percent_steps);
    add_count(object, "duplicates", totals->duplicates);
    add_count(object, "unread", totals->unread);
}

static void add_refusals(cJSON *object, const struct udpi_totals *totals) {
    cJSON *list = cJSON_AddArrayToObject(object, "refusals");
    for (unsigned i = 0; i < totals->refusal_count; i++) {
        char by[UDPI_ENDPOINT_SIZE];
        const struct udpi_refusal *refusal = &totals->refusals[i].refusal;
        cJSON *entry = cJSON_CreateObject();
        cJSON_AddStringToObject(entry, "kind", udpi_refusal_verb(refusal));
        cJSON_AddStringToObject(entry, "by", udpi_endpoint_write(&refusal->by, by));
        cJSON_AddStringToObject(entry, "reason", refusal->reason);
        add_count(entry, "count", totals->refusals[i].count);
        cJSON_AddItemToArray(list, entry);
    }
}

bool udpi_gen_totals_write_json(const struct udpi_totals *totals, cJSON *silence, struct udpi_sink *sink) {
    cJSON *object = udpi_json_create();
    cJSON_AddStringToObject(object, "type", "totals");
    add_count(object, "sent", totals->sent);
    add_count(object, "bytes", totals->bytes);
    add_rounded(object, "seconds", totals->seconds, time_steps);
    add_rounded(object, "per_second", totals->per_second, 1);
    if (totals->has_waited)
        add_replies(object, totals);
    add_refusals(object, totals);
    if (silence)
        cJSON_AddItemToObject(object, "silence", silence);
    return udpi_json_write(object, false, sink);
}
