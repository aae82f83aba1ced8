#include "cli/udpinspect_show_filter.h"

#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "cli/program.h"
#include "select/select.h"

enum { ETHERNET = 1, COOKED = 276 }; /* DLT_EN10MB, DLT_LINUX_SLL2 */

struct request {
    const struct udpi_inspect_options *options;
    const char *filter;
};

static void ignore_held(void *context, const struct udpi_frame *frame, const char *output, size_t count) {
    (void)context, (void)frame, (void)output, (void)count;
}

/* Gives false with *error set where the file cannot be read. */
static bool find_link_type(const struct udpi_inspect_options *options, uint16_t *link_type, struct udpi_error *error) {
    const struct udpi_capture_options source = {.file = options->file};
    const char *interface = options->interfaces.count > 0 ? options->interfaces.words[0] : "";
    *link_type = strcmp(interface, "any") == 0 ? COOKED : ETHERNET;
    if (!options->file)
        return true;
    struct udpi_capture *capture = udpi_capture_open(&source, error);
    if (!capture)
        return false;
    *link_type = udpi_capture_frame(capture)->link_type;
    udpi_capture_close(capture);
    return true;
}

static void write_programs(struct udpi_select *select, struct udpi_filter *filter, uint16_t link_type,
                           struct udpi_sink *sink, struct udpi_error *error) {
    struct udpi_filter_kind kind = {.link_type = link_type};
    struct udpi_filter_stand_in stand_in = {0};
    const char *text = NULL;
    if (select) {
        stand_in = udpi_select_stand_in(select);
        udpi_filter_replace(filter, &stand_in);
    }
    if (!udpi_filter_compile(filter, kind, error))
        return;
    if (select && udpi_select_was_refused(select)) {
        udpi_error_set(error, UDPI_FAILED, "no memory for the filter");
        return;
    }
    udpi_sink_puts(sink, select ? "" : "exact, at the outermost headers: by the kernel\n");
    if (select) {
        udpi_select_explain(select, sink);
        text = stand_in.text(stand_in.context, link_type);
        udpi_sink_puts(sink, "wide, in the kernel:\n  ");
        udpi_sink_puts(sink, text ? text : "every frame");
        udpi_sink_puts(sink, "\n");
    }
    udpi_sink_puts(sink, "program: ");
    udpi_filter_print(filter, kind, sink);
}

static void write_filter(const void *context, struct udpi_sink *sink, struct udpi_error *error) {
    const struct request *request = context;
    const struct udpi_held_visitor visitor = {ignore_held, NULL};
    bool is_deep = !request->options->is_outer;
    uint16_t link_type;
    if (!find_link_type(request->options, &link_type, error))
        return;
    struct udpi_filter *filter = udpi_filter_create(request->filter);
    struct udpi_select *select =
        is_deep ? udpi_select_create(request->filter, request->options->shows_all, &visitor) : NULL;
    if (filter && (select || !is_deep))
        write_programs(select, filter, link_type, sink, error);
    else
        udpi_error_set(error, UDPI_FAILED, "no memory for the filter");
    udpi_filter_free(filter);
    udpi_select_free(select);
}

enum udpi_status udpi_inspect_show_filter(const struct udpi_inspect_options *options, const char *filter,
                                          struct udpi_error *error) {
    const struct request request = {options, filter};
    udpi_program_print(write_filter, &request, error);
    return error->status;
}
