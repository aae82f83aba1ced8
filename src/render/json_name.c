#include "render/json_name.h"

#include <string.h>

#include <udpinspect/limits.h>

#include "core/escape.h"

void udpi_json_add_name(cJSON *object, const char *key, const char *name) {
    char text[UDPI_ESCAPE_JSON_ROOM(UDPI_LONGEST_INTERFACE_NAME) + sizeof "\"\""] = "\"";
    char *end = udpi_escape_json(text + 1, (const uint8_t *)name, strnlen(name, UDPI_LONGEST_INTERFACE_NAME));
    memcpy(end, "\"", sizeof "\"");
    cJSON_AddRawToObject(object, key, text);
}
