/* udpinspect: reads its command line and starts what it asks for. */
#include <stdlib.h>

#include <udpinspect/packet.h>

#include "cli/completions.h"
#include "cli/help.h"
#include "cli/interfaces.h"
#include "cli/program.h"
#include "cli/terminal.h"
#include "cli/udpinspect_address.h"
#include "cli/udpinspect_session.h"
#include "cli/udpinspect_show_filter.h"
#include "cli/udpinspect_sockets.h"
#include "core/nearest.h"
#include "render/reference.h"
#include "render/schema.h"

/* --- pages instead of packets; the context of all is the options -------------------------------------------------- */

static void write_help(const void *context, struct udpi_sink *sink, struct udpi_error *error) {
    (void)context, (void)error;
    udpi_help_write(&udpi_inspect_program, udpi_inspect_program.commands[0], sink);
}

static void write_version(const void *context, struct udpi_sink *sink, struct udpi_error *error) {
    (void)context, (void)error;
    udpi_version_write(&udpi_inspect_program, sink);
}

static void write_completions(const void *context, struct udpi_sink *sink, struct udpi_error *error) {
    (void)error;
    const struct udpi_inspect_options *options = context;
    udpi_completions_write(&udpi_inspect_program, options->shell - 1, sink);
}

static void write_interfaces(const void *context, struct udpi_sink *sink, struct udpi_error *error) {
    (void)context;
    struct udpi_interface_list list = {0};
    if (udpi_interfaces_list(&list, error) == UDPI_OK)
        udpi_interfaces_write(&list, sink);
    udpi_interfaces_free(&list);
}

static void write_protocols(const void *context, struct udpi_sink *sink, struct udpi_error *error) {
    (void)context, (void)error;
    udpi_reference_list(sink, udpi_terminal_columns());
}

static void write_description(const void *context, struct udpi_sink *sink, struct udpi_error *error) {
    const struct udpi_inspect_options *options = context;
    const char *name = options->described;
    if (udpi_reference_describe(sink, name, udpi_terminal_columns()))
        return;
    struct udpi_nearest nearest = {.word = name};
    for (size_t i = 0; i < udpi_protocol_count; i++)
        udpi_nearest_offer(&nearest, udpi_protocols[i]->key);
    for (size_t i = 0; i < UDPI_NOTE_CODES; i++)
        udpi_nearest_offer(&nearest, udpi_note_kinds[i].code);
    if (nearest.found)
        udpi_error_set(error, UDPI_USAGE, "--describe %s: no such name; did you mean %s?", name, nearest.found);
    else
        udpi_error_set(error, UDPI_USAGE, "--describe %s: no such name; --list-protocols lists them", name);
}

static void write_schema(const void *context, struct udpi_sink *sink, struct udpi_error *error) {
    (void)context;
    char *schema = udpi_schema_print();
    if (!schema) {
        udpi_error_set(error, UDPI_FAILED, "no memory for the schema");
        return;
    }
    udpi_sink_puts(sink, schema);
    udpi_sink_puts(sink, "\n");
    free(schema);
}

/* The page that is asked for, or NULL. */
static udpi_page *choose_page(const struct udpi_inspect_options *options) {
    const struct {
        bool is_wanted;
        udpi_page *page;
    } pages[] = {
        {options->has_help, write_help},
        {options->has_version, write_version},
        {options->shell > 0, write_completions},
        {options->lists_protocols, write_protocols},
        {options->described != NULL, write_description},
        {options->address != NULL, udpi_inspect_address_page},
        {options->has_schema, write_schema},
        {options->lists_interfaces, write_interfaces},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (pages[i].is_wanted)
            return pages[i].page;
    return NULL;
}

/* ------------------------------------------------------------------------------------------------------------------ */

static void run(int count, char **words, struct udpi_error *error) {
    struct udpi_inspect_options options;
    struct udpi_operands operands;
    if (udpi_inspect_options_parse(count, words, &options, &operands, error) != UDPI_OK)
        return;
    udpi_page *page = choose_page(&options);
    if (page) {
        udpi_program_print(page, &options, error);
        return;
    }
    char *filter = udpi_inspect_filter(&options, &operands, error);
    if (filter && options.shows_filter)
        udpi_inspect_show_filter(&options, filter, error);
    else if (filter && options.lists_sockets)
        udpi_inspect_sockets(&options, filter, error);
    else if (filter)
        udpi_inspect_run(&options, filter, error);
    free(filter);
}

int main(int count, char **words) {
    struct udpi_error error = {0};
    udpi_program_start();
    run(count - 1, words + 1, &error);
    return udpi_program_end(&udpi_inspect_program, &error);
}
