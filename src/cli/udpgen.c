/* udpgen: reads its command line and starts the command that it names. */
#include <string.h>

#include "cli/completions.h"
#include "cli/help.h"
#include "cli/program.h"
#include "cli/udpgen_commands.h"
#include "core/nearest.h"

struct values {
    bool has_help, has_version;
    unsigned shell;
};

#define AT(member) .offset = offsetof(struct values, member)

static const struct udpi_option options[] = {
    {.letter = 'h', .name = "help", .kind = UDPI_OPTION_FLAG, AT(has_help), .group = "Options",
     .help = "print this page; COMMAND --help prints its own"},
    {.name = "version", .kind = UDPI_OPTION_FLAG, AT(has_version), .help = "print the version"},
    {.name = "completions", .argument = "SHELL", .words = udpi_shells, .kind = UDPI_OPTION_CHOICE, AT(shell),
     .help = "print a completion script"},
};

static const struct udpi_command itself = {
    .operands = "COMMAND",
    .summary = "Makes datagrams: sends, answers, takes, relays them, or writes any nest of headers to a capture file.",
    .examples = "  udpgen echo 7788 &\n"
                "  udpgen send localhost:7788 --text hello --wait 1\n"
                "  udpgen craft --help\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
};

static const struct udpi_command *const commands[] = {&itself,         &udpi_gen_send,  &udpi_gen_echo,  &udpi_gen_sink,
                                                      &udpi_gen_relay, &udpi_gen_craft, &udpi_gen_replay};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

/* In the order of `commands`. */
static enum udpi_status (*const runs[COMMANDS])(int count, char **words, struct udpi_error *error) = {
    NULL,
    udpi_gen_send_run,
    udpi_gen_echo_run,
    udpi_gen_sink_run,
    udpi_gen_relay_run,
    udpi_gen_craft_run,
    udpi_gen_replay_run,
};

const struct udpi_program udpi_gen_program = {.name = "udpgen", .commands = commands, .command_count = COMMANDS};

static void write_help(const void *command, struct udpi_sink *sink, struct udpi_error *error) {
    (void)error;
    udpi_help_write(&udpi_gen_program, command, sink);
}

static void write_version(const void *context, struct udpi_sink *sink, struct udpi_error *error) {
    (void)context, (void)error;
    udpi_version_write(&udpi_gen_program, sink);
}

static void write_completions(const void *context, struct udpi_sink *sink, struct udpi_error *error) {
    (void)error;
    const struct values *values = context;
    udpi_completions_write(&udpi_gen_program, values->shell - 1, sink);
}

enum udpi_status udpi_gen_print_help(const struct udpi_command *command, struct udpi_error *error) {
    return udpi_program_print(write_help, command, error);
}

static enum udpi_status refuse_command(const char *word, struct udpi_error *error) {
    struct udpi_nearest nearest = {.word = word};
    for (size_t i = 1; i < COMMANDS; i++)
        udpi_nearest_offer(&nearest, commands[i]->name);
    if (nearest.found)
        return udpi_error_set(error, UDPI_USAGE, "%s: no such command; did you mean %s?", word, nearest.found);
    return udpi_error_set(error, UDPI_USAGE, "%s: no such command; --help lists them", word);
}

static enum udpi_status run_itself(int count, char **words, struct udpi_error *error) {
    struct values values = {0};
    struct udpi_operands operands;
    if (udpi_options_parse(&itself, count, words, &values, &operands, error) != UDPI_OK)
        return error->status;
    if (values.has_help)
        return udpi_gen_print_help(&itself, error);
    if (values.has_version)
        return udpi_program_print(write_version, NULL, error);
    if (values.shell)
        return udpi_program_print(write_completions, &values, error);
    return udpi_error_set(error, UDPI_USAGE,
                          "the command is missing; give send, echo, sink, relay, craft or replay, or see --help");
}

static enum udpi_status run(int count, char **words, struct udpi_error *error) {
    if (count < 1 || words[0][0] == '-')
        return run_itself(count, words, error);
    for (size_t i = 1; i < COMMANDS; i++)
        if (strcmp(words[0], commands[i]->name) == 0)
            return runs[i](count - 1, words + 1, error);
    return refuse_command(words[0], error);
}

int main(int count, char **words) {
    struct udpi_error error = {0};
    udpi_program_start();
    run(count - 1, words + 1, &error);
    return udpi_program_end(&udpi_gen_program, &error);
}
