#include "cli/udpgen_listen.h"

#include <inttypes.h>
#include <stdio.h>

struct udpi_listen_options udpi_gen_listen(const struct udpi_gen_listen_values *values, const char *place) {
    return (struct udpi_listen_options){
        .place = place,
        .groups = values->groups.words,
        .group_count = values->groups.count,
        .buffer = values->buffer,
    };
}

void udpi_gen_say(const char *line) {
    fprintf(stderr, "%s\n", line);
}

void udpi_gen_print_overrun(uint64_t datagrams) {
    if (datagrams > 0)
        fprintf(stderr,
                "%" PRIu64 " dropped by this host, because the program did not keep up; a larger --buffer may help\n",
                datagrams);
}
