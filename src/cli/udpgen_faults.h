/* Commands that make faults: the options that they share, and what they say of it. */
#ifndef UDPI_CLI_UDPGEN_FAULTS_H
#define UDPI_CLI_UDPGEN_FAULTS_H

#include <cjson/cJSON.h>

#include "cli/options.h"
#include "socket/faults.h"

enum { UDPI_GEN_MOST_DELAY = 60000 }; /* milliseconds */

/* What `seed` is before the options are parsed. */
#define UDPI_GEN_NO_SEED UINT64_MAX
/* What a reader of JSON still takes exactly. */
#define UDPI_GEN_MOST_SEED ((UINT64_C(1) << 53) - 1)

/* Rows for the table of options. The command's struct of values has a member `faults`, and AT names members. */
#define UDPI_GEN_FAULT_OPTIONS                                                                                         \
    {.name = "drop", .argument = "PERCENT", .kind = UDPI_OPTION_PERCENT, AT(faults.drop),                              \
     .group = "Faults on purpose", .help = "lose so many of the datagrams"},                                           \
    {.name = "duplicate", .argument = "PERCENT", .kind = UDPI_OPTION_PERCENT, AT(faults.duplicate),                    \
     .help = "let so many go on twice"},                                                                               \
    {.name = "corrupt", .argument = "PERCENT", .kind = UDPI_OPTION_PERCENT, AT(faults.corrupt),                        \
     .help = "turn a bit of the content of so many"},                                                                  \
    {.name = "reorder", .argument = "PERCENT", .kind = UDPI_OPTION_PERCENT, AT(faults.reorder),                        \
     .help = "hold so many back until one to five others have gone on, or for 0.1 seconds"},                           \
    {.name = "delay", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .most = UDPI_GEN_MOST_DELAY,                 \
     AT(faults.delay), .help = "let each wait so long"},                                                               \
    {.name = "jitter", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .most = UDPI_GEN_MOST_DELAY,                \
     AT(faults.jitter), .help = "let each wait up to so much longer; it may be overtaken"},                            \
    {.name = "seed", .argument = "N", .kind = UDPI_OPTION_NUMBER, .most = UDPI_GEN_MOST_SEED, AT(faults.seed),         \
     .help = "draw the same faults in every run with the same N"}

/* Draws a seed where none was given and faults are asked for, and says on standard error which it is. */
void udpi_gen_choose_seed(struct udpi_fault_options *faults);

/* Prints "faults: 100 in, 5 dropped, …" to standard error, unless no faults were asked for. */
void udpi_gen_print_faults(const struct udpi_fault_options *faults, const struct udpi_fault_counts *counts);

/* Adds "in", "out", "dropped" and so on to the object. */
void udpi_gen_add_faults(cJSON *object, const struct udpi_fault_counts *counts);

#endif
