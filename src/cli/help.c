#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "cli/print.h"

enum { WIDTH = 80, INDENT = 2, GAP = 2, WIDEST_LEFT = 26, LEFT_SIZE = 80, TEXT_SIZE = 400 };

/* Writes text word by word from `column` on, continued under its beginning, with a newline behind. */
static void put_wrapped(struct udpi_sink *sink, const char *text, size_t column) {
    size_t at = column;
    while (*text) {
        size_t length = strcspn(text, " ");
        if (at > column && at + 1 + length > WIDTH) {
            udpi_sink_puts(sink, "\n");
            udpi_print(sink, "%*s", (int)column, "");
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
    if (INDENT + strlen(left) + GAP > column)
        udpi_print(sink, "%*s%s\n%*s", INDENT, "", left, (int)column, "");
    else
        udpi_print(sink, "%*s%-*s", INDENT, "", (int)column - INDENT, left);
    put_wrapped(sink, right, column);
}

static void put_heading(struct udpi_sink *sink, const char *heading) {
    udpi_print(sink, "\n%s:\n", heading);
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
    udpi_print(sink, "Usage: %s%s%s ", program->name, command->name ? " " : "", command->name ? command->name : "");
    udpi_print(sink, command->has_filter ? "[OPTIONS] %s\n\n" : "%s [OPTIONS]\n\n", command->operands);
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
    udpi_print(sink, "%s %s\n", program->name, UDPI_VERSION);
}
