#include "cli/interfaces.h"

#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "core/escape.h"
#include "core/format.h"
#include "knowledge/address.h"

enum {
    WIDTH = 80,
    NUMBER_WIDTH = 5,
    LEAST_NAME = 11,    /* "  broadcast" */
    MOST_NAME = 15,     /* IFNAMSIZ */
    LEAST_ADDRESS = 18, /* "255.255.255.255/32" */
    MOST_MEANING = 24,  /* "universally administered" */
    GAP = 2,
    TEXT_SIZE = 128,
    ROW_SIZE = 512,
};

/* A table of number, name or label, address, meaning. Widths depend on what is in it. */
struct table {
    struct udpi_sink *sink;
    int name, address;
};

static void put_row(const struct table *table, const char *number, const char *name, const char *address,
                    const char *meaning) {
    char row[ROW_SIZE];
    int used = snprintf(row, sizeof row, "%-*s%-*s%*s%-*s%*s%s", NUMBER_WIDTH, number, table->name, name, GAP, "",
                        table->address, address, GAP, "", meaning);
    size_t length = used < ROW_SIZE ? (size_t)used : ROW_SIZE - 1;
    while (length > 0 && row[length - 1] == ' ')
        length--;
    udpi_sink_write(table->sink, row, length);
    udpi_sink_puts(table->sink, "\n");
}

/* --- addresses ---------------------------------------------------------------------------------------------------- */

static void write_prefix(char *at, unsigned prefix_length) {
    *at++ = '/';
    *udpi_format_uint(at, prefix_length) = '\0';
}

static void write_address(char *text, const struct udpi_interface_address *address) {
    if (address->size == 6)
        *udpi_format_mac(text, udpi_load_be(address->bytes, 6)) = '\0';
    else if (address->size == 4)
        write_prefix(udpi_format_ipv4(text, udpi_load_be32(address->bytes)), address->prefix_length);
    else
        write_prefix(udpi_format_ipv6(text, address->bytes), address->prefix_length);
}

static void put_ipv4_fact(const struct table *table, const char *label, uint32_t address, const char *meaning) {
    char text[UDPI_IPV4_SIZE + 1];
    *udpi_format_ipv4(text, address) = '\0';
    put_row(table, "", label, text, meaning);
}

static void put_subnet(const struct table *table, uint32_t address, unsigned prefix_length) {
    struct udpi_subnet subnet = udpi_ipv4_subnet(address, prefix_length);
    char meaning[TEXT_SIZE];
    snprintf(meaning, sizeof meaning, "%u bits network, %u host", prefix_length, 32 - prefix_length);
    put_ipv4_fact(table, "  mask", subnet.mask, meaning);
    snprintf(meaning, sizeof meaning, "%llu host%s", (unsigned long long)subnet.hosts, subnet.hosts == 1 ? "" : "s");
    put_ipv4_fact(table, "  network", subnet.network, meaning);
    if (prefix_length < 31) /* RFC 3021: the two addresses of a /31 are hosts */
        put_ipv4_fact(table, "  broadcast", subnet.broadcast, "all hosts of the network");
}

static void put_address(const struct table *table, const struct udpi_interface_address *address) {
    char text[UDPI_IPV6_SIZE + sizeof "/128"];
    write_address(text, address);
    if (address->size == 6) {
        put_row(table, "", "MAC", text, udpi_mac_scope(udpi_load_be(address->bytes, 6)));
    } else if (address->size == 16) {
        put_row(table, "", "IPv6", text, udpi_ipv6_scope(address->bytes));
    } else {
        uint32_t number = udpi_load_be32(address->bytes);
        char meaning[TEXT_SIZE];
        snprintf(meaning, sizeof meaning, "class %c, %s", udpi_ipv4_class(number), udpi_ipv4_scope(number));
        put_row(table, "", "IPv4", text, meaning);
        put_subnet(table, number, address->prefix_length);
    }
}

/* --- interfaces --------------------------------------------------------------------------------------------------- */

/* What the system calls things, made safe for a terminal; at most `columns` columns and `most` bytes of it. */
static void write_safe(char *text, const char *name, size_t most, size_t columns) {
    size_t count = strnlen(name, most);
    *udpi_escape_terminal(text, (const uint8_t *)name, count, columns, NULL) = '\0';
}

static void put_interface(const struct table *table, const struct udpi_interface *entry, size_t number) {
    char left[TEXT_SIZE], name[UDPI_ESCAPE_TERMINAL_ROOM(MOST_NAME) + 1], state[ROW_SIZE];
    snprintf(left, sizeof left, "%3zu", number);
    write_safe(name, entry->name, MOST_NAME, UDPI_ESCAPE_TERMINAL_ROOM(MOST_NAME));
    int used = snprintf(state, sizeof state, "%s%s%s%s%s", entry->is_up ? "up" : "down",
                        entry->is_running ? ", running" : "", entry->is_loopback ? ", loopback" : "",
                        entry->is_wireless ? ", wireless" : "", entry->is_default ? ", default" : "");
    size_t room = (size_t)(WIDTH - NUMBER_WIDTH - table->name - GAP - used - GAP);
    if (entry->description) {
        memcpy(state + used, "; ", 3);
        write_safe(state + used + 2, entry->description, WIDTH, room);
    }
    put_row(table, left, name, state, "");
    for (size_t i = 0; i < entry->address_count; i++)
        put_address(table, &entry->addresses[i]);
}

/* A column is as wide as its widest entry, but leaves room for the meanings; longer addresses push theirs aside. */
static void measure(struct table *table, const struct udpi_interface_list *list) {
    table->name = LEAST_NAME;
    table->address = LEAST_ADDRESS;
    for (size_t i = 0; i < list->count; i++) {
        const struct udpi_interface *entry = &list->entries[i];
        int length = (int)strnlen(entry->name, MOST_NAME);
        table->name = length > table->name ? length : table->name;
        for (size_t j = 0; j < entry->address_count; j++) {
            char text[UDPI_IPV6_SIZE + sizeof "/128"];
            write_address(text, &entry->addresses[j]);
            int width = (int)strlen(text);
            table->address = width > table->address ? width : table->address;
        }
    }
    int most = WIDTH - NUMBER_WIDTH - table->name - GAP - GAP - MOST_MEANING;
    table->address = table->address < most ? table->address : most;
}

void udpi_interfaces_write(const struct udpi_interface_list *list, struct udpi_sink *sink) {
    struct table table = {.sink = sink};
    measure(&table, list);
    put_row(&table, "No.", "Interface", "State, addresses", "What they say");
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0 && (list->entries[i].address_count > 0 || list->entries[i - 1].address_count > 0))
            udpi_sink_puts(sink, "\n");
        put_interface(&table, &list->entries[i], i + 1);
    }
}
