#include "cli/completions.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *const udpi_shells[] = {"bash", "zsh", "fish", NULL};

static void put(struct udpi_sink *sink, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct udpi_sink *sink, const char *format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    udpi_sink_puts(sink, text);
}

static bool takes_file(const struct udpi_option *option) {
    return option->argument && strcmp(option->argument, "FILE") == 0;
}

static bool takes_interface(const struct udpi_option *option) {
    return option->argument && strcmp(option->argument, "IFACE") == 0;
}

static void put_words(struct udpi_sink *sink, const struct udpi_option *option) {
    for (size_t i = 0; option->words[i]; i++)
        put(sink, "%s%s", i > 0 ? " " : "", option->words[i]);
}

/* --- bash --------------------------------------------------------------------------------------------------------- */

static void put_bash_argument(struct udpi_sink *sink, const struct udpi_option *option) {
    if (!option->argument || option->is_optional)
        return;
    put(sink, "        ");
    if (option->letter)
        put(sink, "-%c%s", option->letter, option->name ? "|" : "");
    if (option->name)
        put(sink, "--%s", option->name);
    if (takes_file(option)) {
        put(sink, ") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
    } else if (takes_interface(option)) {
        put(sink, ") COMPREPLY=($(compgen -W \"any $(ls /sys/class/net)\" -- \"$word\")); return ;;\n");
    } else if (option->words) {
        put(sink, ") COMPREPLY=($(compgen -W '");
        put_words(sink, option);
        put(sink, "' -- \"$word\")); return ;;\n");
    } else {
        put(sink, ") return ;;\n");
    }
}

static void put_bash_names(struct udpi_sink *sink, const struct udpi_command *command) {
    for (size_t i = 0; i < command->option_count; i++)
        if (command->options[i].name)
            put(sink, " --%s", command->options[i].name);
}

static void put_bash_command(struct udpi_sink *sink, const struct udpi_program *program,
                             const struct udpi_command *command) {
    put(sink, "    %s)\n        case $before in\n", command->name ? command->name : "*");
    for (size_t i = 0; i < command->option_count; i++)
        put_bash_argument(sink, &command->options[i]);
    put(sink, "        esac\n        words='");
    for (size_t i = 1; !command->name && i < program->command_count; i++)
        put(sink, " %s", program->commands[i]->name);
    put_bash_names(sink, command);
    put(sink, "' ;;\n");
}

static void write_bash(const struct udpi_program *program, struct udpi_sink *sink) {
    put(sink, "_%s() {\n", program->name);
    put(sink, "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=\n");
    put(sink, "    local command=\n    [ \"$COMP_CWORD\" -gt 1 ] && command=${COMP_WORDS[1]}\n");
    put(sink, "    case $command in\n");
    for (size_t i = 1; i <= program->command_count; i++)
        put_bash_command(sink, program, program->commands[i % program->command_count]);
    put(sink, "    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n");
    put(sink, "complete -o default -F _%s %s\n", program->name, program->name);
}

/* --- zsh ---------------------------------------------------------------------------------------------------------- */

/* Within single quotes and a specification of _arguments: no quote, colon or bracket may stand as it is. */
static void put_zsh_text(struct udpi_sink *sink, const char *text) {
    for (; *text; text++) {
        if (*text == '\'')
            put(sink, "'\\''");
        else
            put(sink, "%s%c", strchr(":[]\\", *text) ? "\\" : "", *text);
    }
}

static void put_zsh_spelling(struct udpi_sink *sink, const struct udpi_option *option, bool is_letter) {
    const char *repeated = option->kind == UDPI_OPTION_COUNT ? "*" : "";
    const char *joint = !option->argument ? "" : option->is_optional ? "=-" : is_letter ? "+" : "=";
    if (is_letter)
        put(sink, "        '%s-%c%s[", repeated, option->letter, joint);
    else
        put(sink, "        '%s--%s%s[", repeated, option->name, joint);
    put_zsh_text(sink, option->help);
    put(sink, "]");
    if (option->argument) {
        put(sink, option->is_optional ? "::" : ":");
        put_zsh_text(sink, option->argument);
        put(sink, ":");
    }
    if (option->words) {
        put(sink, "(");
        put_words(sink, option);
        put(sink, ")");
    }
    put(sink, "%s' \\\n", takes_file(option) ? "_files" : takes_interface(option) ? "_net_interfaces" : "");
}

static void put_zsh_command(struct udpi_sink *sink, const struct udpi_program *program,
                            const struct udpi_command *command) {
    put(sink, "    %s) _arguments -s \\\n", command->name ? command->name : "*");
    for (size_t i = 0; i < command->option_count; i++) {
        if (command->options[i].letter)
            put_zsh_spelling(sink, &command->options[i], true);
        if (command->options[i].name)
            put_zsh_spelling(sink, &command->options[i], false);
    }
    if (!command->name && program->command_count > 1) {
        put(sink, "        '1:command:(");
        for (size_t i = 1; i < program->command_count; i++)
            put(sink, "%s%s", i > 1 ? " " : "", program->commands[i]->name);
        put(sink, ")' \\\n");
    }
    put(sink, "        '*:%s:_default' ;;\n", command->has_filter ? "filter" : "operand");
}

static void write_zsh(const struct udpi_program *program, struct udpi_sink *sink) {
    put(sink, "#compdef %s\n_%s() {\n    case $words[2] in\n", program->name, program->name);
    for (size_t i = 1; i <= program->command_count; i++)
        put_zsh_command(sink, program, program->commands[i % program->command_count]);
    /* The script works from a directory of $fpath, where it is the function's body, and when it is sourced. */
    put(sink, "    esac\n}\nif [ \"$funcstack[1]\" = _%s ]; then _%s \"$@\"; else compdef _%s %s; fi\n", program->name,
        program->name, program->name, program->name);
}

/* --- fish --------------------------------------------------------------------------------------------------------- */

/* Within single quotes. */
static void put_fish_text(struct udpi_sink *sink, const char *text) {
    for (; *text; text++)
        put(sink, "%s%c", strchr("'\\", *text) ? "\\" : "", *text);
}

static void put_fish_option(struct udpi_sink *sink, const struct udpi_option *option) {
    if (option->letter)
        put(sink, " -s %c", option->letter);
    if (option->name)
        put(sink, " -l %s", option->name);
    if (option->argument && !option->is_optional)
        put(sink, takes_file(option) ? " -r -F" : " -x");
    if (takes_interface(option))
        put(sink, " -a '(ls /sys/class/net)'");
    if (option->words) {
        put(sink, " -a '");
        put_words(sink, option);
        put(sink, "'");
    }
    put(sink, " -d '");
    put_fish_text(sink, option->help);
    put(sink, "'\n");
}

static void put_fish_command(struct udpi_sink *sink, const struct udpi_program *program,
                             const struct udpi_command *command) {
    char condition[64] = "";
    if (command->name)
        snprintf(condition, sizeof condition, " -n '__fish_seen_subcommand_from %s'", command->name);
    else if (program->command_count > 1)
        snprintf(condition, sizeof condition, " -n __fish_use_subcommand");
    if (command->name) {
        put(sink, "complete -c %s -n __fish_use_subcommand -f -a %s -d '", program->name, command->name);
        put_fish_text(sink, command->brief);
        put(sink, "'\n");
    }
    for (size_t i = 0; i < command->option_count; i++) {
        put(sink, "complete -c %s%s", program->name, condition);
        put_fish_option(sink, &command->options[i]);
    }
}

static void write_fish(const struct udpi_program *program, struct udpi_sink *sink) {
    for (size_t i = 0; i < program->command_count; i++)
        put_fish_command(sink, program, program->commands[i]);
}

void udpi_completions_write(const struct udpi_program *program, unsigned shell, struct udpi_sink *sink) {
    static void (*const writers[])(const struct udpi_program *, struct udpi_sink *) = {write_bash, write_zsh,
                                                                                       write_fish};
    writers[shell](program, sink);
}
