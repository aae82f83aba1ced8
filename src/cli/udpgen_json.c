#include "cli/udpgen_json.h"

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
