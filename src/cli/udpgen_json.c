#include "cli/udpgen_json.h"

#include "cli/udpgen_faults.h"

cJSON *udpi_gen_make_totals(const struct udpi_fault_options *faults, const struct udpi_server_counts *counts) {
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "type", "totals");
    cJSON_AddNumberToObject(object, "received", (double)counts->received);
    cJSON_AddNumberToObject(object, "bytes", (double)counts->bytes);
    cJSON_AddNumberToObject(object, "dropped_by_host", (double)counts->overrun);
    if (!udpi_fault_options_are_none(faults)) {
        cJSON *member = cJSON_AddObjectToObject(object, "faults");
        cJSON_AddNumberToObject(member, "seed", (double)faults->seed);
        udpi_gen_add_faults(member, &counts->faults);
    }
    return object;
}

bool udpi_gen_write_json(cJSON *object, struct udpi_sink *sink) {
    char *text = cJSON_PrintUnformatted(object);
    cJSON_Delete(object);
    if (!text)
        return false;
    udpi_sink_puts(sink, text);
    udpi_sink_puts(sink, "\n");
    cJSON_free(text);
    return true;
}
