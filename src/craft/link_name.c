#include "craft/link_name.h"

#include <stdbool.h>
#include <stdlib.h>

#include <pcap/pcap.h>

int32_t udpi_link_name_parse(const char *name) {
    int link_type = pcap_datalink_name_to_val(name);
    if (link_type >= 0)
        return link_type;
    char *end;
    unsigned long number = strtoul(name, &end, 10);
    bool is_number = *name >= '0' && *name <= '9' && *end == '\0' && number <= UINT16_MAX;
    return is_number ? (int32_t)number : -1;
}

const char *udpi_link_name_show(uint16_t link_type) {
    const char *name = pcap_datalink_val_to_name(link_type);
    return name ? name : "without a name";
}
