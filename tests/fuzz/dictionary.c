/* Dictionaries of libFuzzer, from the registry: what stands in packets, and in texts about them. */
#include <err.h>
#include <stdio.h>

#include <udpinspect/protocol.h>

#include "inputs.h"

enum { PATH_SIZE = 4096 };

static FILE *open_dictionary(const char *folder, const char *target) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s.dict", folder, target);
    FILE *file = fopen(path, "w");
    if (!file)
        err(2, "%s", path);
    return file;
}

static void close_dictionary(FILE *file) {
    if (fclose(file) != 0)
        err(2, "a dictionary");
}

/* The number as the wire has it: of the spaces with small numbers one byte. */
static void put_binding(FILE *file, const struct udpi_binding *binding) {
    if (binding->space == UDPI_ETHERTYPE || binding->space == UDPI_UDP_PORT || binding->space == UDPI_PPP)
        fprintf(file, "\"\\x%02x\\x%02x\"\n", binding->key >> 8, binding->key & 0xff);
    else if (binding->space == UDPI_IP_PROTOCOL || binding->space == UDPI_LLC_SAP || binding->space == UDPI_UDP_OPENING)
        fprintf(file, "\"\\x%02x\"\n", binding->key & 0xff);
}

static void write_numbers(const char *folder, const char *target) {
    FILE *file = open_dictionary(folder, target);
    for (size_t i = 0; i < udpi_protocol_count; i++)
        for (unsigned k = 0; k < udpi_protocols[i]->binding_count; k++)
            put_binding(file, &udpi_protocols[i]->bindings[k]);
    close_dictionary(file);
}

/* Keys of protocols and of their fields, and what stands in front of each. */
struct form {
    const char *target, *protocol, *field;
};

static void write_keys(const char *folder, const struct form *form) {
    FILE *file = open_dictionary(folder, form->target);
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        fprintf(file, "\"%s%s\"\n", form->protocol, protocol->key);
        for (unsigned k = 0; k < protocol->field_count; k++)
            fprintf(file, "\"%s%s\"\n", form->field, protocol->fields[k].key);
    }
    close_dictionary(file);
}

void inputs_write_dictionaries(const char *folder) {
    static const struct form forms[] = {
        {"notation", " | ", " "},
        {"document", "},{\\\"layer\\\":\\\"", ",\\\""},
        {"text", ",", "."},
    };
    static const char *const with_numbers[] = {"decode", "protocol", "capture"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        write_keys(folder, &forms[i]);
    for (size_t i = 0; i < sizeof with_numbers / sizeof *with_numbers; i++)
        write_numbers(folder, with_numbers[i]);
}
