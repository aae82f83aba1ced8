/* Commands that listen and account for probes: what they open before, and what they say at the end. */
#ifndef UDPI_CLI_UDPGEN_ACCOUNT_H
#define UDPI_CLI_UDPGEN_ACCOUNT_H

#include <cjson/cJSON.h>

#include "core/error.h"
#include "core/sink.h"
#include "socket/server.h"
#include "track/probes.h"

struct udpi_gen_account {
    struct udpi_probes *probes;
    struct udpi_sink output; /* standard output */
};

struct udpi_gen_report {
    const struct udpi_fault_options *faults;
    const struct udpi_server_counts *counts;
    const char *totals; /* the line for standard error */
    bool is_json;
    cJSON *json; /* the totals, made by udpi_gen_make_totals and more; it is freed */
};

/* A probe is late that comes so many nanoseconds behind one that overtook it. To be closed if it succeeds. */
enum udpi_status udpi_gen_account_open(struct udpi_gen_account *account, int64_t late_after, struct udpi_error *error);

/* Prints what became of probes to the output, and to standard error the totals, what was lost at the socket, and the faults. */
void udpi_gen_account_report(struct udpi_gen_account *account, const struct udpi_gen_report *report,
                             struct udpi_error *error);

/* Adds an error of writing, if there is none yet. Gives the error's status. */
enum udpi_status udpi_gen_account_close(struct udpi_gen_account *account, struct udpi_error *error);

#endif
