#include "render/reference.h"

#include <errno.h>
#include <string.h>

#include <udpinspect/packet.h>

#include "core/format.h"
#include "render/reference_diagram.h"
#include "render/reference_text.h"

enum {
    FEW_NAMES = 8, /* so many stand beside their field; more have a page of their own */
    MOST_LEVELS = 16,
    LABEL = 10, /* columns of what a fact is called */
};

/* libpcap's names of the link types that are decoded. */
static const struct udpi_name link_type_entries[] = {
    UDPI_NAME(0, "NULL"),        UDPI_NAME(1, "EN10MB"), UDPI_NAME(12, "RAW"),   UDPI_NAME(108, "LOOP"),
    UDPI_NAME(113, "LINUX_SLL"), UDPI_NAME(228, "IPV4"), UDPI_NAME(229, "IPV6"), UDPI_NAME(276, "LINUX_SLL2"),
};
static const struct udpi_names link_type_names = {link_type_entries,
                                                  sizeof link_type_entries / sizeof *link_type_entries};

static const struct udpi_name internal_entries[] = {
    UDPI_NAME(UDPI_AS_PAYLOAD, "whatever is not decoded"),
    UDPI_NAME(UDPI_AS_FRAGMENT, "IP packets in pieces"),
    UDPI_NAME(UDPI_AS_SURPLUS, "bytes behind the UDP length"),
    UDPI_NAME(UDPI_AS_TRAILER, "bytes behind the IP packet"),
    UDPI_NAME(UDPI_AS_LLC, "frames that have a length in place of an ethertype"),
    UDPI_NAME(UDPI_AS_ETH, "tunnels for Ethernet"),
    UDPI_NAME(UDPI_AS_IP, "tunnels for IP"),
    UDPI_NAME(UDPI_AS_NETFLOW, "UDP ports of flow_export"),
    UDPI_NAME(UDPI_AS_IPFIX, "UDP ports of flow_export"),
    UDPI_NAME(UDPI_AS_SFLOW, "UDP ports of flow_export"),
};
static const struct udpi_names internal_names = {internal_entries, sizeof internal_entries / sizeof *internal_entries};

/* How the numbers of a key space are written. */
static const struct {
    const char *name;
    const struct udpi_names *names; /* stand in place of the number */
    unsigned digits;                /* hexadecimal; 0 for decimal */
} spaces[UDPI_SPACES] = {
    [UDPI_LINK_TYPE] = {"link type ", &link_type_names, 0},
    [UDPI_ETHERTYPE] = {"ethertype ", NULL, 4},
    [UDPI_LLC_SAP] = {"LLC SAP ", NULL, 2},
    [UDPI_IP_PROTOCOL] = {"IP protocol ", NULL, 0},
    [UDPI_UDP_PORT] = {"UDP port ", NULL, 0},
    [UDPI_UDP_OPENING] = {"UDP payload that begins with ", NULL, 2},
    [UDPI_PPP] = {"PPP protocol ", NULL, 4},
    [UDPI_INTERNAL] = {"", &internal_names, 0},
};

static const char *const type_names[] = {
    [UDPI_UINT] = "number",
    [UDPI_INT] = "number",
    [UDPI_HEX] = "number",
    [UDPI_BOOL] = "flag",
    [UDPI_WORD] = "word",
    [UDPI_PORT] = "port",
    [UDPI_MAC] = "MAC",
    [UDPI_IPV4] = "IPv4",
    [UDPI_IPV6] = "IPv6",
    [UDPI_TIME] = "time",
    [UDPI_KNX_ADDRESS] = "KNX address",
    [UDPI_KNX_GROUP] = "KNX group",
    [UDPI_BYTES] = "bytes",
    [UDPI_TEXT] = "text",
    [UDPI_DOMAIN] = "domain name",
    [UDPI_OID] = "OID",
    [UDPI_NETBIOS] = "NetBIOS name",
    [UDPI_PRINCIPAL] = "principal name",
    [UDPI_LIST] = "list",
    [UDPI_GROUP] = "group",
};

/* --- a page, written row by row ----------------------------------------------------------------------------------- */

struct page {
    struct udpi_sink *sink;
    unsigned columns;
    struct udpi_sink cells[UDPI_REFERENCE_CELLS]; /* texts of the row that is being put together */
};

static void close_page(struct page *page) {
    for (unsigned i = 0; i < UDPI_REFERENCE_CELLS; i++)
        udpi_sink_close(&page->cells[i]);
}

static bool open_page(struct page *page, struct udpi_sink *sink, unsigned columns) {
    *page = (struct page){.sink = sink, .columns = columns};
    for (unsigned i = 0; i < UDPI_REFERENCE_CELLS; i++) {
        if (!udpi_sink_open(&page->cells[i], NULL, NULL)) {
            close_page(page);
            return false;
        }
    }
    return true;
}

static void write_row(struct page *page, const struct udpi_reference_table *table) {
    const char *cells[UDPI_REFERENCE_CELLS];
    for (unsigned i = 0; i < UDPI_REFERENCE_CELLS; i++) {
        struct udpi_sink *cell = &page->cells[i];
        *udpi_sink_reserve(cell, 1) = '\0';
        cells[i] = cell->bytes;
        cell->used = 0;
    }
    udpi_reference_row(page->sink, table, cells);
}

static void write_heads(struct page *page, const struct udpi_reference_table *table, const char *const *heads) {
    for (unsigned i = 0; i < table->count; i++)
        udpi_sink_puts(&page->cells[i], heads[i]);
    write_row(page, table);
}

/* Makes the column wide enough for the cell, which is emptied. */
static void widen(struct page *page, struct udpi_reference_table *table, unsigned column) {
    if (page->cells[column].used > table->widths[column])
        table->widths[column] = (unsigned)page->cells[column].used;
    page->cells[column].used = 0;
}

/* --- parts of cells ----------------------------------------------------------------------------------------------- */

static void add_number(struct udpi_sink *cell, uint64_t number) {
    udpi_sink_commit(cell, udpi_format_uint(udpi_sink_reserve(cell, UDPI_UINT_SIZE), number));
}

static void add_hex(struct udpi_sink *cell, uint64_t number, unsigned digits) {
    udpi_sink_commit(cell, udpi_format_0x(udpi_sink_reserve(cell, UDPI_UINT_SIZE), number, digits));
}

static void add_binding(struct udpi_sink *cell, const struct udpi_binding *binding) {
    const struct udpi_name *name = udpi_name_find(spaces[binding->space].names, binding->key);
    if (name)
        udpi_sink_puts(cell, name->text);
    else if (binding->space == UDPI_INTERNAL)
        udpi_sink_puts(cell, "headers that announce it");
    else if (spaces[binding->space].digits)
        add_hex(cell, binding->key, spaces[binding->space].digits);
    else
        add_number(cell, binding->key);
}

/* How many bindings from this one on have keys that follow each other, and numbers for them. */
static unsigned measure_run(const struct udpi_binding *binding, unsigned count) {
    unsigned length = 1;
    while (length < count && binding[length].space == binding->space && binding[length].key == binding->key + length)
        length++;
    return spaces[binding->space].names ? 1 : length;
}

/* "ethertype 0x8100, 0x88a8; IP protocol 4; UDP payload that begins with 0xc0 to 0xff" */
static void add_bindings(struct udpi_sink *cell, const struct udpi_protocol *protocol) {
    enum { SHORTEST_RANGE = 3 };
    for (unsigned i = 0; i < protocol->binding_count; i++) {
        const struct udpi_binding *binding = &protocol->bindings[i];
        bool goes_on = i > 0 && binding->space == binding[-1].space;
        unsigned length = measure_run(binding, protocol->binding_count - i);
        if (i > 0)
            udpi_sink_puts(cell, goes_on ? ", " : "; ");
        if (!goes_on)
            udpi_sink_puts(cell, spaces[binding->space].name);
        add_binding(cell, binding);
        if (length < SHORTEST_RANGE)
            continue;
        i += length - 1;
        udpi_sink_puts(cell, " to ");
        add_binding(cell, &protocol->bindings[i]);
    }
}

/* The key behind those of the lists that it lies in: "options.type". A group in a list has no part in it. */
static void add_path(struct udpi_sink *cell, const struct udpi_protocol *protocol, unsigned index) {
    const struct udpi_field *fields = protocol->fields;
    const char *keys[MOST_LEVELS];
    unsigned count = 0;
    keys[count++] = fields[index].key;
    for (unsigned within = fields[index].within; within && count < MOST_LEVELS; within = fields[within - 1].within) {
        const struct udpi_field *container = &fields[within - 1];
        if (container->type == UDPI_LIST || container->within == 0)
            keys[count++] = container->key;
    }
    while (count-- > 0) {
        udpi_sink_puts(cell, keys[count]);
        if (count > 0)
            udpi_sink_puts(cell, ".");
    }
}

/* A number as the field's values are written for people. */
static void add_value(struct udpi_sink *cell, const struct udpi_field *field, uint64_t number) {
    char *at = udpi_sink_reserve(cell, UDPI_IPV6_SIZE);
    switch (field->type) {
    case UDPI_HEX:
        at = udpi_format_0x(at, number, udpi_field_bits(field) ? (udpi_field_bits(field) + 3) / 4 : 2);
        break;
    case UDPI_MAC: at = udpi_format_mac(at, number); break;
    case UDPI_IPV4: at = udpi_format_ipv4(at, (uint32_t)number); break;
    case UDPI_BOOL: at = stpcpy(at, number ? "true" : "false"); break;
    default: at = udpi_format_uint(at, number); break;
    }
    udpi_sink_commit(cell, at);
}

static void add_names(struct udpi_sink *cell, const struct udpi_field *field) {
    udpi_sink_puts(cell, field->type == UDPI_WORD ? " One of " : " Names: ");
    for (size_t i = 0; i < field->names->count; i++) {
        if (i > 0)
            udpi_sink_puts(cell, ", ");
        if (field->type != UDPI_WORD) {
            add_value(cell, field, field->names->entries[i].number);
            udpi_sink_puts(cell, " ");
        }
        udpi_sink_puts(cell, field->names->entries[i].text);
    }
    udpi_sink_puts(cell, ".");
}

static bool has_page_of_names(const struct udpi_field *field) {
    return field->names && field->names->count > FEW_NAMES;
}

/* --- the list ----------------------------------------------------------------------------------------------------- */

void udpi_reference_list(struct udpi_sink *sink, unsigned columns) {
    static const char *const heads[] = {"name", "title", "specification", "carried by"};
    enum { NAME = 8, TITLE = 22, SPEC = 19 };
    struct udpi_reference_table table = {.count = 4, .widths = {NAME, TITLE, SPEC}};
    struct page page;
    if (!open_page(&page, sink, columns)) {
        udpi_sink_fail(sink, ENOMEM);
        return;
    }
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        udpi_sink_puts(&page.cells[0], udpi_protocols[i]->key);
        widen(&page, &table, 0);
    }
    udpi_reference_stretch(&table, columns);
    write_heads(&page, &table, heads);
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        udpi_sink_puts(&page.cells[0], udpi_protocols[i]->key);
        udpi_sink_puts(&page.cells[1], udpi_protocols[i]->title);
        udpi_sink_puts(&page.cells[2], udpi_protocols[i]->spec);
        add_bindings(&page.cells[3], udpi_protocols[i]);
        write_row(&page, &table);
    }
    close_page(&page);
}

/* --- what is said of one thing ------------------------------------------------------------------------------------ */

static void write_title(struct page *page, const char *name, const char *title, const char *doc) {
    udpi_sink_puts(page->sink, name);
    udpi_sink_puts(page->sink, ": ");
    udpi_sink_puts(page->sink, title);
    udpi_sink_puts(page->sink, "\n");
    udpi_reference_paragraph(page->sink, doc, 0, page->columns);
    udpi_sink_puts(page->sink, "\n");
}

/* Writes the row whose second cell has been put together; nothing where it is empty. */
static void write_fact(struct page *page, const char *label) {
    struct udpi_reference_table table = {.indent = 2, .count = 2, .widths = {LABEL}};
    udpi_reference_stretch(&table, page->columns);
    if (page->cells[1].used == 0)
        return;
    udpi_sink_puts(&page->cells[0], label);
    write_row(page, &table);
}

static void write_fact_text(struct page *page, const char *label, const char *text) {
    udpi_sink_puts(&page->cells[1], text);
    write_fact(page, label);
}

/* --- the page of a protocol --------------------------------------------------------------------------------------- */

static void write_field(struct page *page, const struct udpi_reference_table *table,
                        const struct udpi_protocol *protocol, unsigned index) {
    const struct udpi_field *field = &protocol->fields[index];
    struct udpi_sink *meaning = &page->cells[3];
    add_path(&page->cells[0], protocol, index);
    udpi_sink_puts(&page->cells[1], type_names[field->type]);
    if (udpi_field_bits(field))
        add_number(&page->cells[2], udpi_field_bits(field));
    udpi_sink_puts(meaning, field->label);
    udpi_sink_puts(meaning, ". ");
    udpi_sink_puts(meaning, field->doc);
    if (has_page_of_names(field)) {
        udpi_sink_puts(meaning, " Names: see ");
        udpi_sink_puts(meaning, protocol->key);
        udpi_sink_puts(meaning, ".");
        add_path(meaning, protocol, index);
        udpi_sink_puts(meaning, ".");
    } else if (field->names) {
        add_names(meaning, field);
    }
    write_row(page, table);
}

static void write_fields(struct page *page, const struct udpi_protocol *protocol) {
    static const char *const heads[] = {"field", "type", "bits", "meaning"};
    struct udpi_reference_table table = {.indent = 2, .count = 4, .widths = {5, 6, 4}};
    for (unsigned i = 0; i < protocol->field_count; i++) {
        add_path(&page->cells[0], protocol, i);
        widen(page, &table, 0);
    }
    udpi_reference_stretch(&table, page->columns);
    write_heads(page, &table, heads);
    for (unsigned i = 0; i < protocol->field_count; i++)
        if (protocol->fields[i].type != UDPI_GROUP || protocol->fields[i].within == 0)
            write_field(page, &table, protocol, i);
}

static void describe_protocol(struct page *page, const struct udpi_protocol *protocol) {
    write_title(page, protocol->key, protocol->title, protocol->doc);
    write_fact_text(page, "defined in", protocol->spec);
    add_bindings(&page->cells[1], protocol);
    write_fact(page, "carried by");
    if (protocol->field_count == 0)
        return;
    udpi_sink_puts(page->sink, "\n");
    udpi_reference_draw(page->sink, protocol);
    if (protocol->header_size > 0)
        udpi_sink_puts(page->sink, "\n");
    write_fields(page, protocol);
}

/* --- the page of a field ------------------------------------------------------------------------------------------ */

static void add_place(struct udpi_sink *cell, const struct udpi_field *field) {
    unsigned first = 8U * (field->byte + field->bytes) - field->shift - field->bits;
    udpi_sink_puts(cell, field->bits == 1 ? "bit " : "bits ");
    add_number(cell, first);
    if (field->bits > 1) {
        udpi_sink_puts(cell, " to ");
        add_number(cell, first + field->bits - 1U);
    }
    udpi_sink_puts(cell, " of the header");
    if (field->unit > 1) {
        udpi_sink_puts(cell, ", in units of ");
        add_number(cell, field->unit);
    }
}

static void add_width(struct udpi_sink *cell, const struct udpi_field *field) {
    add_number(cell, field->width);
    udpi_sink_puts(cell, field->width == 1 ? " byte" : " bytes");
    udpi_sink_puts(cell, " behind the fixed header, where the packet has them");
}

static void add_initial(struct udpi_sink *cell, const struct udpi_field *field) {
    bool is_number = field->type < UDPI_IPV6 && field->type != UDPI_WORD;
    if (field->flags & UDPI_COMPUTED)
        udpi_sink_puts(cell, "worked out from the rest of the packet");
    else if (udpi_field_bits(field) > 0 && field->within == 0 && is_number)
        add_value(cell, field, field->initial);
}

static void add_condition(struct udpi_sink *cell, const struct udpi_field *field) {
    if (field->flags & UDPI_DETAIL)
        udpi_sink_puts(cell, "in no JSON, since the rest of the layer implies it");
    else if (field->flags & UDPI_IF_SET)
        udpi_sink_puts(cell, "where it is not 0");
    else if (field->flags & UDPI_IF_CLEAN)
        udpi_sink_puts(cell, "where all of it is printable");
}

static void write_names(struct page *page, const struct udpi_field *field) {
    struct udpi_reference_table table = {.indent = 2, .count = 2, .widths = {LABEL}};
    udpi_reference_stretch(&table, page->columns);
    udpi_sink_puts(page->sink, "\n");
    for (size_t i = 0; i < field->names->count; i++) {
        if (field->type != UDPI_WORD)
            add_value(&page->cells[0], field, field->names->entries[i].number);
        udpi_sink_puts(&page->cells[field->type != UDPI_WORD], field->names->entries[i].text);
        write_row(page, &table);
    }
}

static void describe_field(struct page *page, const char *name, const struct udpi_field *field) {
    write_title(page, name, field->label, field->doc);
    write_fact_text(page, "type", type_names[field->type]);
    if (field->bits > 0 && field->within == 0)
        add_place(&page->cells[1], field);
    else if (field->width > 0 && field->within == 0)
        add_width(&page->cells[1], field);
    write_fact(page, "place");
    add_initial(&page->cells[1], field);
    write_fact(page, "default");
    add_condition(&page->cells[1], field);
    write_fact(page, "shown");
    if (field->names)
        write_names(page, field);
}

/* --- the page of a note ------------------------------------------------------------------------------------------- */

/* The sentence with N and 0x… in place of its numbers. */
static void add_sentence(struct udpi_sink *cell, const char *text) {
    for (; *text; text++) {
        if (text[0] == '{' && text[1] && text[2] == '}') {
            udpi_sink_puts(cell, text[1] == 'A' || text[1] == 'B' ? "0x…" : "N");
            text += 2;
        } else {
            udpi_sink_write(cell, text, 1);
        }
    }
}

static void describe_note(struct page *page, const struct udpi_note_kind *kind) {
    write_title(page, kind->code, udpi_severity_names[kind->severity], "A note on a packet.");
    add_sentence(&page->cells[1], kind->text);
    write_fact(page, "says");
}

/* --- names -------------------------------------------------------------------------------------------------------- */

static const struct udpi_note_kind *find_note(const char *code) {
    for (unsigned i = 0; i < UDPI_NOTE_CODES; i++)
        if (strcmp(udpi_note_kinds[i].code, code) == 0)
            return &udpi_note_kinds[i];
    return NULL;
}

/* The field with this name, as "ipv4.options.type", or NULL. */
static const struct udpi_field *find_field(struct page *page, const char *name) {
    struct udpi_sink *cell = &page->cells[0];
    const struct udpi_field *found = NULL;
    for (size_t i = 0; i < udpi_protocol_count && !found; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        size_t length = strlen(protocol->key);
        if (strncmp(name, protocol->key, length) != 0 || name[length] != '.')
            continue;
        for (unsigned field = 0; field < protocol->field_count && !found; field++) {
            cell->used = 0;
            add_path(cell, protocol, field);
            bool is_same =
                cell->used == strlen(name + length + 1) && memcmp(cell->bytes, name + length + 1, cell->used) == 0;
            found = is_same ? &protocol->fields[field] : NULL;
        }
    }
    cell->used = 0;
    return found;
}

bool udpi_reference_describe(struct udpi_sink *sink, const char *name, unsigned columns) {
    struct page page;
    if (!open_page(&page, sink, columns)) {
        udpi_sink_fail(sink, ENOMEM);
        return true;
    }
    const struct udpi_protocol *protocol = udpi_protocol_find(name);
    const struct udpi_note_kind *kind = find_note(name);
    const struct udpi_field *field = find_field(&page, name);
    if (protocol)
        describe_protocol(&page, protocol);
    else if (kind)
        describe_note(&page, kind);
    else if (field)
        describe_field(&page, name, field);
    close_page(&page);
    return protocol || kind || field;
}
