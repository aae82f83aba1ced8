#include <udpinspect/protocol.h>

#include <string.h>

const struct udpi_protocol *udpi_protocol_find(const char *key) {
    for (size_t i = 0; i < udpi_protocol_count; i++)
        if (strcmp(udpi_protocols[i]->key, key) == 0)
            return udpi_protocols[i];
    return NULL;
}

int udpi_field_find(const struct udpi_protocol *protocol, const char *key) {
    for (int i = 0; i < protocol->field_count; i++)
        if (protocol->fields[i].within == 0 && strcmp(protocol->fields[i].key, key) == 0)
            return i;
    return -1;
}

const struct udpi_name *udpi_name_find(const struct udpi_names *names, uint64_t number) {
    if (!names)
        return NULL;
    size_t low = 0, high = names->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (names->entries[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < names->count && names->entries[low].number == number ? &names->entries[low] : NULL;
}
