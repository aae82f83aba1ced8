#include "capture/default_route.h"

#include <net/route.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_SIZE = 512, MOST_WORDS = 12, NOT_DEFAULT = -1 };

struct line {
    char text[LINE_SIZE];
    char *words[MOST_WORDS];
    size_t count;
};

static bool read_line(FILE *table, struct line *line) {
    if (!fgets(line->text, sizeof line->text, table))
        return false;
    char *rest = line->text;
    line->count = 0;
    for (char *word; line->count < MOST_WORDS && (word = strtok_r(rest, " \t\n", &rest)) != NULL;)
        line->words[line->count++] = word;
    return true;
}

static bool is_zero(const char *hexadecimal) {
    return hexadecimal[strspn(hexadecimal, "0")] == '\0';
}

/* Iface Destination Gateway Flags RefCnt Use Metric Mask …: numbers in hexadecimal but for the metric. */
static int64_t rate_ipv4(const struct line *line, const char **name) {
    if (line->count < 8 || !is_zero(line->words[1]) || !is_zero(line->words[7]))
        return NOT_DEFAULT;
    unsigned long flags = strtoul(line->words[3], NULL, 16);
    *name = line->words[0];
    return flags & RTF_UP && !(flags & RTF_REJECT) ? (int64_t)strtoul(line->words[6], NULL, 10) : NOT_DEFAULT;
}

/* Destination, its prefix length, source, its prefix length, next hop, metric, references, uses, flags, interface. */
static int64_t rate_ipv6(const struct line *line, const char **name) {
    if (line->count < 10 || !is_zero(line->words[0]) || !is_zero(line->words[1]))
        return NOT_DEFAULT;
    unsigned long flags = strtoul(line->words[8], NULL, 16);
    *name = line->words[9];
    return flags & RTF_UP && !(flags & RTF_REJECT) ? (int64_t)strtoul(line->words[5], NULL, 16) : NOT_DEFAULT;
}

static bool find_best(FILE *table, int64_t (*rate)(const struct line *line, const char **name), char *best_name) {
    int64_t best = INT64_MAX;
    struct line line;
    while (read_line(table, &line)) {
        const char *name = "";
        int64_t metric = rate(&line, &name);
        size_t length = strlen(name);
        if (metric == NOT_DEFAULT || metric >= best || length >= UDPI_INTERFACE_NAME_SIZE)
            continue;
        best = metric;
        memcpy(best_name, name, length + 1);
    }
    return best != INT64_MAX;
}

bool udpi_default_route_ipv4(FILE *table, char *name) {
    return find_best(table, rate_ipv4, name);
}

bool udpi_default_route_ipv6(FILE *table, char *name) {
    return find_best(table, rate_ipv6, name);
}

bool udpi_default_route(char *name) {
    static const struct {
        const char *path;
        bool (*read)(FILE *table, char *name);
    } tables[] = {{"/proc/net/route", udpi_default_route_ipv4}, {"/proc/net/ipv6_route", udpi_default_route_ipv6}};
    bool is_found = false;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && !is_found; i++) {
        FILE *table = fopen(tables[i].path, "re");
        if (!table)
            continue;
        is_found = tables[i].read(table, name);
        fclose(table);
    }
    return is_found;
}
