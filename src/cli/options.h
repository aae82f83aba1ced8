/*
 * The options of a command, in one table: parsing, --help and the shell completions all come from it.
 */
#ifndef UDPI_CLI_OPTIONS_H
#define UDPI_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <udpinspect/limits.h>

#include "core/error.h"

/* What an option is, and the type of the member that it sets. */
enum udpi_option_kind {
    UDPI_OPTION_FLAG,    /* bool: true where it is given */
    UDPI_OPTION_COUNT,   /* unsigned: how often it is given */
    UDPI_OPTION_NUMBER,  /* uint64_t: decimal, from `least` to `most` */
    UDPI_OPTION_SECONDS, /* double: decimal seconds, from `least` to `most` milliseconds */
    UDPI_OPTION_PERCENT, /* double: 0 to 100, with decimals */
    UDPI_OPTION_RATE,    /* struct udpi_rate, see udpi_rate_parse */
    UDPI_OPTION_STRING,  /* const char *: the argument as it stands */
    UDPI_OPTION_LIST,    /* struct udpi_option_list: the same, as often as it is given */
    UDPI_OPTION_CHOICE,  /* unsigned: 1 + the index in `words`; 1 where an optional argument is left out */
};

struct udpi_option_list {
    const char *words[UDPI_OPTION_LIST_MOST];
    unsigned count;
};

struct udpi_option {
    const char *name;         /* long, without dashes; NULL where there is only the letter */
    const char *argument;     /* as help calls it, NULL for none; FILE and IFACE are completed as such */
    const char *help;         /* one phrase; the words of a choice are added to it */
    const char *group;        /* heading of this entry and those behind it; NULL: that of the entry before */
    const char *const *words; /* of a choice, closed by NULL */
    uint64_t least, most;     /* of a number; most 0: no limit */
    size_t offset;            /* of the member in the command's struct of values */
    uint8_t kind;             /* enum udpi_option_kind */
    char letter;              /* 0 for none */
    bool is_optional;         /* the argument may be left out, and follows '=' where it is given */
};

struct udpi_command {
    const char *name;     /* "send"; NULL for the program itself */
    const char *operands; /* what stands beside the options: "[FILTER]" */
    const char *brief;    /* what the program's page says of it; NULL for the program itself */
    const char *summary;  /* what its own page says */
    const char *examples; /* lines at the end of --help */
    const struct udpi_option *options;
    size_t option_count;
    bool has_filter; /* options end at the first operand, and one that follows it is refused by name */
};

/* A program: the first command is the program itself. */
struct udpi_program {
    const char *name;
    const struct udpi_command *const *commands;
    size_t command_count;
};

/* Words that are no options, in their order. */
struct udpi_operands {
    char **words;
    int count;
};

/*
 * Sets the members of *values for the options among words[0] … words[count - 1], and moves the operands to the front
 * of `words`. "--" ends the options. Strings in *values point into the words. Fails with UDPI_USAGE at the first word
 * that is not understood.
 */
enum udpi_status udpi_options_parse(const struct udpi_command *command, int count, char **words, void *values,
                                    struct udpi_operands *operands, struct udpi_error *error);

#endif
