/* The commands of udpgen: each has its table of options and its run function in a file of its own. */
#ifndef UDPI_CLI_UDPGEN_COMMANDS_H
#define UDPI_CLI_UDPGEN_COMMANDS_H

#include "cli/options.h"

extern const struct udpi_program udpi_gen_program;

extern const struct udpi_command udpi_gen_send;
extern const struct udpi_command udpi_gen_echo;
extern const struct udpi_command udpi_gen_sink;
extern const struct udpi_command udpi_gen_relay;
extern const struct udpi_command udpi_gen_craft;
extern const struct udpi_command udpi_gen_replay;

/* Takes the words behind the command's name; prints to standard output, totals to standard error. */
enum udpi_status udpi_gen_send_run(int count, char **words, struct udpi_error *error);
enum udpi_status udpi_gen_echo_run(int count, char **words, struct udpi_error *error);
enum udpi_status udpi_gen_sink_run(int count, char **words, struct udpi_error *error);
enum udpi_status udpi_gen_relay_run(int count, char **words, struct udpi_error *error);
enum udpi_status udpi_gen_craft_run(int count, char **words, struct udpi_error *error);
enum udpi_status udpi_gen_replay_run(int count, char **words, struct udpi_error *error);

/* Prints the help page of a command, or of the program itself. */
enum udpi_status udpi_gen_print_help(const struct udpi_command *command, struct udpi_error *error);

#endif
