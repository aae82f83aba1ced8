#include "cli/completions.h"

#include <stdio.h>
#include <string.h>

#include "cli/print.h"

const char *const udpi_shells[] = {"bash", "zsh", "fish", NULL};

static bool takes_file(const struct udpi_option *option) {
    return option->argument && strcmp(option->argument, "FILE") == 0;
}

static bool takes_interface(const struct udpi_option *option) {
    return option->argument && strcmp(option->argument, "IFACE") == 0;
}

static void put_words(struct udpi_sink *sink, const struct udpi_option *option) {
    for (size_t i = 0; option->words[i]; i++)
        udpi_print(sink, "%s%s", i > 0 ? " " : "", option->words[i]);
}

/* --- bash --------------------------------------------------------------------------------------------------------- */

static void put_bash_argument(struct udpi_sink *sink, const struct udpi_option *option) {
    if (!option->argument || option->is_optional)
        return;
    udpi_print(sink, "        ");
    if (option->letter)
        udpi_print(sink, "-%c%s", option->letter, option->name ? "|" : "");
    if (option->name)
        udpi_print(sink, "--%s", option->name);
    if (takes_file(option)) {
        udpi_print(sink, ") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
    } else if (takes_interface(option)) {
        udpi_print(sink, ") COMPREPLY=($(compgen -W \"any $(ls /sys/class/net)\" -- \"$word\")); return ;;\n");
    } else if (option->words) {
        udpi_print(sink, ") COMPREPLY=($(compgen -W '");
        put_words(sink, option);
        udpi_print(sink, "' -- \"$word\")); return ;;\n");
    } else {
        udpi_print(sink, ") return ;;\n");
    }
}

static void put_bash_names(struct udpi_sink *sink, const struct udpi_command *command) {
    for (size_t i = 0; i < command->option_count; i++)
        if (command->options[i].name)
            udpi_print(sink, " --%s", command->options[i].name);
}

static void put_bash_command(struct udpi_sink *sink, const struct udpi_program *program,
                             const struct udpi_command *command) {
    udpi_print(sink, "    %s)\n        case $before in\n", command->name ? command->name : "*");
    for (size_t i = 0; i < command->option_count; i++)
        put_bash_argument(sink, &command->options[i]);
    udpi_print(sink, "        esac\n        words='");
    for (size_t i = 1; !command->name && i < program->command_count; i++)
        udpi_print(sink, " %s", program->commands[i]->name);
    put_bash_names(sink, command);
    udpi_print(sink, "' ;;\n");
}

static void write_bash(const struct udpi_program *program, struct udpi_sink *sink) {
    udpi_print(sink, "_%s() {\n", program->name);
    udpi_print(sink, "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=\n");
    udpi_print(sink, "    local command=\n    [ \"$COMP_CWORD\" -gt 1 ] && command=${COMP_WORDS[1]}\n");
    udpi_print(sink, "    case $command in\n");
    for (size_t i = 1; i <= program->command_count; i++)
        put_bash_command(sink, program, program->commands[i % program->command_count]);
    udpi_print(sink, "    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n");
    udpi_print(sink, "complete -o default -F _%s %s\n", program->name, program->name);
}

/* --- zsh ---------------------------------------------------------------------------------------------------------- */

/* Within single quotes and a specification of _arguments: no quote, colon or bracket may stand as it is. */
static void put_zsh_text(struct udpi_sink *sink, const char *text) {
    for (; *text; text++) {
        if (*text == '\'')
            udpi_print(sink, "'\\''");
        else
            udpi_print(sink, "%s%c", strchr(":[]\\", *text) ? "\\" : "", *text);
    }
}

static void put_zsh_spelling(struct udpi_sink *sink, const struct udpi_option *option, bool is_letter) {
    const char *repeated = option->kind == UDPI_OPTION_COUNT ? "*" : "";
    const char *joint = !option->argument ? "" : option->is_optional ? "=-" : is_letter ? "+" : "=";
    if (is_letter)
        udpi_print(sink, "        '%s-%c%s[", repeated, option->letter, joint);
    else
        udpi_print(sink, "        '%s--%s%s[", repeated, option->name, joint);
    put_zsh_text(sink, option->help);
    udpi_print(sink, "]");
    if (option->argument) {
        udpi_print(sink, option->is_optional ? "::" : ":");
        put_zsh_text(sink, option->argument);
        udpi_print(sink, ":");
    }
    if (option->words) {
        udpi_print(sink, "(");
        put_words(sink, option);
        udpi_print(sink, ")");
    }
    udpi_print(sink, "%s' \\\n", takes_file(option) ? "_files" : takes_interface(option) ? "_net_interfaces" : "");
}

static void put_zsh_command(struct udpi_sink *sink, const struct udpi_program *program,
                            const struct udpi_command *command) {
    udpi_print(sink, "    %s) _arguments -s \\\n", command->name ? command->name : "*");
    for (size_t i = 0; i < command->option_count; i++) {
        if (command->options[i].letter)
            put_zsh_spelling(sink, &command->options[i], true);
        if (command->options[i].name)
            put_zsh_spelling(sink, &command->options[i], false);
    }
    if (!command->name && program->command_count > 1) {
        udpi_print(sink, "        '1:command:(");
        for (size_t i = 1; i < program->command_count; i++)
            udpi_print(sink, "%s%s", i > 1 ? " " : "", program->commands[i]->name);
        udpi_print(sink, ")' \\\n");
    }
    udpi_print(sink, "        '*:%s:_default' ;;\n", command->has_filter ? "filter" : "operand");
}

static void write_zsh(const struct udpi_program *program, struct udpi_sink *sink) {
    udpi_print(sink, "#compdef %s\n_%s() {\n    case $words[2] in\n", program->name, program->name);
    for (size_t i = 1; i <= program->command_count; i++)
        put_zsh_command(sink, program, program->commands[i % program->command_count]);
    /* The script works from a directory of $fpath, where it is the function's body, and when it is sourced. */
    udpi_print(sink, "    esac\n}\nif [ \"$funcstack[1]\" = _%s ]; then _%s \"$@\"; else compdef _%s %s; fi\n",
               program->name, program->name, program->name, program->name);
}

/* --- fish --------------------------------------------------------------------------------------------------------- */

/* Within single quotes. */
static void put_fish_text(struct udpi_sink *sink, const char *text) {
    for (; *text; text++)
        udpi_print(sink, "%s%c", strchr("'\\", *text) ? "\\" : "", *text);
}

static void put_fish_option(struct udpi_sink *sink, const struct udpi_option *option) {
    if (option->letter)
        udpi_print(sink, " -s %c", option->letter);
    if (option->name)
        udpi_print(sink, " -l %s", option->name);
    if (option->argument && !option->is_optional)
        udpi_print(sink, takes_file(option) ? " -r -F" : " -x");
    if (takes_interface(option))
        udpi_print(sink, " -a '(ls /sys/class/net)'");
    if (option->words) {
        udpi_print(sink, " -a '");
        put_words(sink, option);
        udpi_print(sink, "'");
    }
    udpi_print(sink, " -d '");
    put_fish_text(sink, option->help);
    udpi_print(sink, "'\n");
}

static void put_fish_command(struct udpi_sink *sink, const struct udpi_program *program,
                             const struct udpi_command *command) {
    char condition[64] = "";
    if (command->name)
        snprintf(condition, sizeof condition, " -n '__fish_seen_subcommand_from %s'", command->name);
    else if (program->command_count > 1)
        snprintf(condition, sizeof condition, " -n __fish_use_subcommand");
    if (command->name) {
        udpi_print(sink, "complete -c %s -n __fish_use_subcommand -f -a %s -d '", program->name, command->name);
        put_fish_text(sink, command->brief);
        udpi_print(sink, "'\n");
    }
    for (size_t i = 0; i < command->option_count; i++) {
        udpi_print(sink, "complete -c %s%s", program->name, condition);
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
