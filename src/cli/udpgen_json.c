#include "cli/udpgen_json.h"

#include "cli/udpgen_faults.h"
#include "render/json_document.h"

cJSON *udpi_gen_make_totals(const struct udpi_fault_options *faults, const struct udpi_server_counts *counts) {
    cJSON *object = udpi_json_create();
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
