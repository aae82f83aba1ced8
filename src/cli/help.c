#include "cli/help.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 80, INDENT = 2, GAP = 2, WIDEST_LEFT = 26, LEFT_SIZE = 80, TEXT_SIZE = 400 };

static void put_blanks(struct udpi_sink *sink, size_t count) {
    for (; count > 0; count--)
        udpi_sink_puts(sink, " ");
}

static size_t count_word(const char *text) {
    return strcspn(text, " ");
}

/* Writes text word by word from `column` on, continued under its beginning, with a newline behind. */
static void put_wrapped(struct udpi_sink *sink, const char *text, size_t column) {
    size_t at = column;
    while (*text) {
        size_t length = count_word(text);
        if (at > column && at + 1 + length > WIDTH) {
            udpi_sink_puts(sink, "\n");
            put_blanks(sink, column);
            at = column;
        }
        if (at > column)
            udpi_sink_puts(sink, " ");
        at += (at > column) + length;
        udpi_sink_write(sink, text, length);
        text += length;
        text += strspn(text, " ");
    }
    udpi_sink_puts(sink, "\n");
}

/* "-c, --count N" */
static void spell_option(const struct udpi_option *option, char *text, size_t size) {
    const char letter[] = {'-', option->letter, '\0'};
    const char *joint = option->is_optional ? "[=" : " ";
    snprintf(text, size, "%s%s%s%s%s%s%s", option->letter ? letter : "    ", option->letter && option->name ? ", " : "",
             option->name ? "--" : "", option->name ? option->name : "", option->argument ? joint : "",
             option->argument ? option->argument : "", option->is_optional ? "]" : "");
}

/* The phrase, with the words of a choice behind it: "how to write: a, b or c" */
static void describe_option(const struct udpi_option *option, char *text, size_t size) {
    size_t used = (size_t)snprintf(text, size, "%s", option->help);
    if (!option->words || option->is_optional)
        return;
    for (size_t i = 0; option->words[i] && used < size; i++) {
        const char *joint = i == 0 ? ": " : option->words[i + 1] ? ", " : " or ";
        used += (size_t)snprintf(text + used, size - used, "%s%s", joint, option->words[i]);
    }
}

/* "send DEST:PORT" */
static void spell_command(const struct udpi_command *command, char *text, size_t size) {
    snprintf(text, size, "%s %s", command->name, command->operands);
}

static size_t count_listed(const struct udpi_program *program, const struct udpi_command *command) {
    return command->name ? 1 : program->command_count;
}

/* Where the right column begins: behind the widest entry on the left, but for those that are too wide. */
static size_t measure_left(const struct udpi_program *program, const struct udpi_command *command) {
    size_t widest = 0, commands = count_listed(program, command) - 1;
    for (size_t i = 0; i < commands + command->option_count; i++) {
        char left[LEFT_SIZE];
        if (i < commands)
            spell_command(program->commands[i + 1], left, sizeof left);
        else
            spell_option(&command->options[i - commands], left, sizeof left);
        if (strlen(left) > widest && strlen(left) <= WIDEST_LEFT)
            widest = strlen(left);
    }
    return INDENT + widest + GAP;
}

static void put_entry(struct udpi_sink *sink, const char *left, const char *right, size_t column) {
    put_blanks(sink, INDENT);
    udpi_sink_puts(sink, left);
    size_t used = INDENT + strlen(left);
    if (used + GAP > column) {
        udpi_sink_puts(sink, "\n");
        used = 0;
    }
    put_blanks(sink, column - used);
    put_wrapped(sink, right, column);
}

static void put_heading(struct udpi_sink *sink, const char *heading) {
    udpi_sink_puts(sink, "\n");
    udpi_sink_puts(sink, heading);
    udpi_sink_puts(sink, ":\n");
}

static void put_options(struct udpi_sink *sink, const struct udpi_command *command, size_t column) {
    for (size_t i = 0; i < command->option_count; i++) {
        const struct udpi_option *option = &command->options[i];
        char left[LEFT_SIZE], right[TEXT_SIZE];
        spell_option(option, left, sizeof left);
        describe_option(option, right, sizeof right);
        if (option->group)
            put_heading(sink, option->group);
        put_entry(sink, left, right, column);
    }
}

static void put_commands(struct udpi_sink *sink, const struct udpi_program *program, size_t column) {
    put_heading(sink, "Commands");
    for (size_t i = 1; i < program->command_count; i++) {
        char left[LEFT_SIZE];
        spell_command(program->commands[i], left, sizeof left);
        put_entry(sink, left, program->commands[i]->brief, column);
    }
}

static void put_usage(struct udpi_sink *sink, const struct udpi_program *program, const struct udpi_command *command) {
    char usage[TEXT_SIZE];
    snprintf(usage, sizeof usage, "Usage: %s%s%s %s %s\n\n", program->name, command->name ? " " : "",
             command->name ? command->name : "", command->has_filter ? "[OPTIONS]" : command->operands,
             command->has_filter ? command->operands : "[OPTIONS]");
    udpi_sink_puts(sink, usage);
}

void udpi_help_write(const struct udpi_program *program, const struct udpi_command *command, struct udpi_sink *sink) {
    size_t column = measure_left(program, command);
    put_usage(sink, program, command);
    put_wrapped(sink, command->summary, 0);
    if (count_listed(program, command) > 1)
        put_commands(sink, program, column);
    put_options(sink, command, column);
    put_heading(sink, "Examples");
    udpi_sink_puts(sink, command->examples);
}

void udpi_version_write(const struct udpi_program *program, struct udpi_sink *sink) {
    udpi_sink_puts(sink, program->name);
    udpi_sink_puts(sink, " " UDPI_VERSION "\n");
}
