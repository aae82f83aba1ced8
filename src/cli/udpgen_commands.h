/* The commands of udpgen: each has its table of options and its run function in a file of its own. */
#ifndef UDPI_CLI_UDPGEN_COMMANDS_H
#define UDPI_CLI_UDPGEN_COMMANDS_H

#include "cli/options.h"

extern const struct udpi_program udpi_gen_program;

extern const struct udpi_command udpi_gen_send;
extern const struct udpi_command udpi_gen_echo;
extern const struct udpi_command udpi_gen_craft;

/* Takes the words behind the command's name; prints to standard output, totals to standard error. */
enum udpi_status udpi_gen_send_run(int count, char **words, struct udpi_error *error);
enum udpi_status udpi_gen_echo_run(int count, char **words, struct udpi_error *error);
enum udpi_status udpi_gen_craft_run(int count, char **words, struct udpi_error *error);

/* Prints the help page of a command, or of the program itself. */
enum udpi_status udpi_gen_print_help(const struct udpi_command *command, struct udpi_error *error);

/*
 * A time: seconds since 1970 ("1795348800.25") or RFC 3339 in UTC ("2026-11-22T10:00:00Z"), with up to nine decimals,
 * as nanoseconds since 1970. UDPI_USAGE where it is neither, or lies outside 1970 to 2262.
 */
enum udpi_status udpi_gen_parse_time(const char *text, int64_t *time, struct udpi_error *error);

#endif
