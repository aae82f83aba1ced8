#include "cli/options.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/nearest.h"
#include "core/pace.h"

enum { MILLISECONDS = 1000, WANTED_SIZE = 160 };

struct parser {
    const struct udpi_command *command;
    char **words;
    int count;
    int next; /* the word behind the one being read */
    unsigned char *values;
    struct udpi_error *error;
};

/* --- what an argument must be ------------------------------------------------------------------------------------- */

static void append(char *text, const char *more) {
    strncat(text, more, WANTED_SIZE - 1 - strlen(text));
}

static void want_number(const struct udpi_option *option, char *text) {
    int used = snprintf(text, WANTED_SIZE, "a whole number from %llu ", (unsigned long long)option->least);
    if (option->most == 0)
        append(text, "on");
    else
        snprintf(text + used, WANTED_SIZE - (size_t)used, "to %llu", (unsigned long long)option->most);
}

static void want_seconds(const struct udpi_option *option, char *text) {
    snprintf(text, WANTED_SIZE, "seconds from %.7g to %.15g", (double)option->least / MILLISECONDS,
             (double)option->most / MILLISECONDS);
}

static void want_percent(const struct udpi_option *option, char *text) {
    (void)option;
    append(text, "a percentage from 0 to 100");
}

static void want_rate(const struct udpi_option *option, char *text) {
    (void)option;
    append(text, "datagrams a second (1000, 2.5k, 1M) or bits (800kbit, 10Mbit, 1Gbit)");
}

static void want_choice(const struct udpi_option *option, char *text) {
    for (size_t i = 0; option->words[i]; i++) {
        append(text, i == 0 ? "" : option->words[i + 1] ? ", " : " or ");
        append(text, option->words[i]);
    }
}

static void want_string(const struct udpi_option *option, char *text) {
    append(text, option->argument);
}

/* --- storing ------------------------------------------------------------------------------------------------------ */

/* Each gives NULL, or what is wrong with the text. */

static const char *store_flag(const struct udpi_option *option, void *member, const char *text) {
    (void)option, (void)text;
    *(bool *)member = true;
    return NULL;
}

static const char *store_count(const struct udpi_option *option, void *member, const char *text) {
    (void)option, (void)text;
    ++*(unsigned *)member;
    return NULL;
}

static const char *store_number(const struct udpi_option *option, void *member, const char *text) {
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || text[digits])
        return "not a number";
    errno = 0;
    unsigned long long number = strtoull(text, NULL, 10);
    if (errno == ERANGE || (option->most > 0 && number > option->most))
        return "too large";
    if (number < option->least)
        return "too small";
    *(uint64_t *)member = number;
    return NULL;
}

/* A number without sign and exponent; strtod also takes blanks, signs, "inf" and hexadecimal. */
static bool parse_decimal(const char *text, double *number) {
    char *end;
    *number = strtod(text, &end);
    return !*end && !text[strspn(text, "0123456789.")] && strpbrk(text, "0123456789");
}

static const char *store_seconds(const struct udpi_option *option, void *member, const char *text) {
    double seconds;
    if (!parse_decimal(text, &seconds))
        return "not a number";
    if (seconds > (double)option->most / MILLISECONDS)
        return "too large";
    if (seconds < (double)option->least / MILLISECONDS)
        return "too small";
    *(double *)member = seconds;
    return NULL;
}

static const char *store_percent(const struct udpi_option *option, void *member, const char *text) {
    (void)option;
    double percent;
    if (!parse_decimal(text, &percent))
        return "not a number";
    if (percent > 100)
        return "too large";
    *(double *)member = percent;
    return NULL;
}

static const char *store_rate(const struct udpi_option *option, void *member, const char *text) {
    (void)option;
    return udpi_rate_parse(text, member) ? NULL : "not a rate";
}

static const char *store_string(const struct udpi_option *option, void *member, const char *text) {
    (void)option;
    *(const char **)member = text;
    return NULL;
}

static const char *store_word(const struct udpi_option *option, void *member, const char *text) {
    (void)option;
    struct udpi_option_list *list = member;
    _Static_assert(UDPI_OPTION_LIST_MOST == 16, "the complaint says it");
    if (list->count == UDPI_OPTION_LIST_MOST)
        return "one too many, 16 are taken";
    list->words[list->count++] = text;
    return NULL;
}

static const char *store_choice(const struct udpi_option *option, void *member, const char *text) {
    unsigned index = 0;
    while (text && option->words[index] && strcmp(option->words[index], text) != 0)
        index++;
    if (!option->words[index])
        return "not one of the choices";
    *(unsigned *)member = index + 1;
    return NULL;
}

static const struct kind {
    const char *(*store)(const struct udpi_option *option, void *member, const char *text);
    void (*want)(const struct udpi_option *option, char *text); /* appends to an empty text of WANTED_SIZE */
} kinds[] = {
    [UDPI_OPTION_FLAG] = {store_flag, NULL},
    [UDPI_OPTION_COUNT] = {store_count, NULL},
    [UDPI_OPTION_NUMBER] = {store_number, want_number},
    [UDPI_OPTION_SECONDS] = {store_seconds, want_seconds},
    [UDPI_OPTION_PERCENT] = {store_percent, want_percent},
    [UDPI_OPTION_RATE] = {store_rate, want_rate},
    [UDPI_OPTION_STRING] = {store_string, want_string},
    [UDPI_OPTION_LIST] = {store_word, want_string},
    [UDPI_OPTION_CHOICE] = {store_choice, want_choice},
};

/* `spelled` is the option as it was typed, with its dashes; `text` is NULL where it has no argument. */
static enum udpi_status store(struct parser *parser, const struct udpi_option *option, const char *spelled,
                              const char *text) {
    const char *complaint = kinds[option->kind].store(option, parser->values + option->offset, text);
    if (!complaint)
        return UDPI_OK;
    char wanted[WANTED_SIZE] = "";
    kinds[option->kind].want(option, wanted);
    return udpi_error_set(parser->error, UDPI_USAGE, "%s%c%s: %s; give %s", spelled, option->is_optional ? '=' : ' ',
                          text, complaint, wanted);
}

/* The same with the argument in the word that follows. */
static enum udpi_status store_next(struct parser *parser, const struct udpi_option *option, const char *spelled) {
    if (parser->next < parser->count)
        return store(parser, option, spelled, parser->words[parser->next++]);
    char wanted[WANTED_SIZE] = "";
    kinds[option->kind].want(option, wanted);
    return udpi_error_set(parser->error, UDPI_USAGE, "%s: its argument is missing; give %s", spelled, wanted);
}

/* --- words -------------------------------------------------------------------------------------------------------- */

static const struct udpi_option *find_name(const struct udpi_command *command, const char *name, size_t length) {
    for (size_t i = 0; i < command->option_count; i++) {
        const char *known = command->options[i].name;
        if (known && strlen(known) == length && memcmp(known, name, length) == 0)
            return &command->options[i];
    }
    return NULL;
}

static const struct udpi_option *find_letter(const struct udpi_command *command, char letter) {
    for (size_t i = 0; i < command->option_count; i++)
        if (command->options[i].letter == letter)
            return &command->options[i];
    return NULL;
}

static enum udpi_status refuse_name(struct parser *parser, const char *spelled) {
    struct udpi_nearest nearest = {.word = spelled + 2};
    for (size_t i = 0; i < parser->command->option_count; i++)
        udpi_nearest_offer(&nearest, parser->command->options[i].name);
    if (nearest.found)
        return udpi_error_set(parser->error, UDPI_USAGE, "%s: no such option; did you mean --%s?", spelled,
                              nearest.found);
    return udpi_error_set(parser->error, UDPI_USAGE, "%s: no such option; --help lists them", spelled);
}

/* --name, --name=text, --name text. Ends the name with NUL where a '=' stood. */
static enum udpi_status parse_name(struct parser *parser, char *word) {
    char *text = strchr(word, '=');
    if (text)
        *text++ = '\0';
    const struct udpi_option *option = find_name(parser->command, word + 2, strlen(word + 2));
    if (!option)
        return refuse_name(parser, word);
    if (text && !option->argument)
        return udpi_error_set(parser->error, UDPI_USAGE, "%s: takes no argument; leave out =%s", word, text);
    if (!text && option->argument && !option->is_optional)
        return store_next(parser, option, word);
    return store(parser, option, word, text);
}

/* -x, -vx, -c5, -c 5. */
static enum udpi_status parse_letters(struct parser *parser, const char *word) {
    for (const char *at = word + 1; *at; at++) {
        const char spelled[] = {'-', *at, '\0'};
        const struct udpi_option *option = find_letter(parser->command, *at);
        if (!option)
            return udpi_error_set(parser->error, UDPI_USAGE, "%s: no such option; --help lists them", spelled);
        if (option->argument && !option->is_optional)
            return at[1] ? store(parser, option, spelled, at + 1) : store_next(parser, option, spelled);
        enum udpi_status status = store(parser, option, spelled, NULL);
        if (status != UDPI_OK)
            return status;
    }
    return UDPI_OK;
}

/* A minus sign before a number belongs to a filter. */
static bool is_option(const char *word) {
    return word[0] == '-' && (isalpha((unsigned char)word[1]) || (word[1] == '-' && word[2]));
}

static enum udpi_status parse_word(struct parser *parser, char *word, const struct udpi_operands *operands) {
    if (parser->command->has_filter && operands->count > 0)
        return udpi_error_set(parser->error, UDPI_USAGE, "%s: options come before the filter", word);
    return word[1] == '-' ? parse_name(parser, word) : parse_letters(parser, word);
}

enum udpi_status udpi_options_parse(const struct udpi_command *command, int count, char **words, void *values,
                                    struct udpi_operands *operands, struct udpi_error *error) {
    struct parser parser = {.command = command, .words = words, .count = count, .values = values, .error = error};
    *operands = (struct udpi_operands){.words = words};
    bool is_ended = false;
    while (parser.next < count) {
        char *word = words[parser.next++];
        enum udpi_status status = UDPI_OK;
        if (!is_ended && strcmp(word, "--") == 0)
            is_ended = true;
        else if (!is_ended && is_option(word))
            status = parse_word(&parser, word, operands);
        else
            words[operands->count++] = word;
        if (status != UDPI_OK)
            return status;
    }
    return UDPI_OK;
}
