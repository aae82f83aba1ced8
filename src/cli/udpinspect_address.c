#include "cli/udpinspect_address.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "capture/interfaces.h"
#include "core/line.h"
#include "render/address.h"

struct session {
    const struct udpi_inspect_options *options;
    struct udpi_sink *sink;
    struct udpi_error *error;
    struct udpi_interface_list interfaces; /* filled when it is needed first */
    bool has_interfaces;
    bool has_written;
};

/* --- the prefix of an address that is given without one ----------------------------------------------------------- */

static const struct udpi_interface_address *find_address(const struct udpi_interface *interface,
                                                         const struct udpi_ip *ip) {
    for (size_t i = 0; i < interface->address_count; i++) {
        const struct udpi_interface_address *address = &interface->addresses[i];
        if (address->size == ip->size && memcmp(address->bytes, ip->bytes, ip->size) == 0)
            return address;
    }
    return NULL;
}

/* A host whose interfaces cannot be listed has none that matters here. */
static void list_interfaces(struct session *session) {
    struct udpi_error ignored = {0};
    if (!session->has_interfaces)
        udpi_interfaces_list(&session->interfaces, &ignored);
    session->has_interfaces = true;
}

static void take_prefix(struct session *session, struct udpi_address_report *report) {
    const char *zone = report->subject.zone;
    list_interfaces(session);
    for (size_t i = 0; i < session->interfaces.count && !report->interface; i++) {
        const struct udpi_interface *interface = &session->interfaces.entries[i];
        const struct udpi_interface_address *address = find_address(interface, &report->subject.ip);
        if (address && (!zone[0] || strcmp(zone, interface->name) == 0)) {
            report->subject.prefix_length = address->prefix_length;
            report->interface = interface->name;
        }
    }
}

/* --- one question ------------------------------------------------------------------------------------------------- */

static enum udpi_status parse_peer(const char *text, struct udpi_address_report *report, struct udpi_error *error) {
    struct udpi_ip_notation peer;
    if (udpi_ip_parse(text, &peer, error) != UDPI_OK)
        return error->status;
    if (peer.prefix_length != UDPI_NO_PREFIX)
        return udpi_error_set(error, UDPI_USAGE, "%s: the mask of the first address decides; leave this one out", text);
    if (peer.ip.size != report->subject.ip.size)
        return udpi_error_set(error, UDPI_USAGE, "%s: IPv4 and IPv6 do not reach each other; give two of a kind", text);
    if (peer.zone[0] && report->subject.zone[0] && strcmp(peer.zone, report->subject.zone) != 0)
        return udpi_error_set(error, UDPI_USAGE, "%s: a link-local address of another link; give both the same zone",
                              text);
    if (udpi_ip_is_multicast(&report->subject.ip))
        return udpi_error_set(error, UDPI_USAGE, "%s: a group sends nothing to it; give the sender first", text);
    if (report->subject.prefix_length == UDPI_NO_PREFIX)
        return udpi_error_set(error, UDPI_USAGE,
                              "%s: only a mask says where it is; add one to the first address, such as /%d", text,
                              peer.ip.size == 4 ? 24 : 64);
    report->has_peer = true;
    report->peer = peer.ip;
    return UDPI_OK;
}

static void write_report(struct session *session, const struct udpi_address_report *report) {
    unsigned json = session->options->json;
    if (json == UDPI_JSON_UNSAID) {
        udpi_sink_puts(session->sink, session->has_written ? "\n" : "");
        udpi_address_write_text(report, udpi_inspect_has_color(session->options), session->sink);
    } else if (!udpi_address_write_json(report, json == UDPI_JSON_PRETTY, session->sink)) {
        udpi_error_set(session->error, UDPI_FAILED, "no memory for the report");
    }
    session->has_written = true;
}

/* `peer` is NULL where there is none. */
static enum udpi_status answer(struct session *session, const char *address, const char *peer) {
    struct udpi_address_report report = {0};
    if (udpi_ip_parse(address, &report.subject, session->error) != UDPI_OK)
        return session->error->status;
    if (report.subject.prefix_length == UDPI_NO_PREFIX)
        take_prefix(session, &report);
    if (peer && parse_peer(peer, &report, session->error) != UDPI_OK)
        return session->error->status;
    write_report(session, &report);
    return session->error->status;
}

/* --- standard input ----------------------------------------------------------------------------------------------- */

static enum udpi_status answer_line(struct session *session, char *line) {
    static const char blanks[] = " \t\r\n";
    char *rest;
    const char *address = strtok_r(line, blanks, &rest), *peer = strtok_r(NULL, blanks, &rest);
    const char *surplus = strtok_r(NULL, blanks, &rest);
    if (!address || *address == '#')
        return UDPI_OK;
    if (surplus)
        return udpi_error_set(session->error, UDPI_USAGE, "%.120s: too much; a line is A[/MASK] or A[/MASK] B",
                              surplus);
    return answer(session, address, peer);
}

static bool read_line(struct udpi_line *line, struct udpi_error *error) {
    if (!udpi_line_read(line, stdin))
        return false;
    if (line->is_too_long)
        udpi_error_set(error, UDPI_USAGE, "the line has more than %d bytes", UDPI_LONGEST_LINE);
    else if (strlen(line->text) != line->length)
        udpi_error_set(error, UDPI_USAGE, "a zero byte; lines are text");
    return true;
}

static void answer_lines(struct session *session) {
    struct udpi_error *error = session->error;
    struct udpi_line line = {0};
    size_t number = 0;
    errno = 0;
    while (error->status == UDPI_OK && session->sink->error == 0 && read_line(&line, error)) {
        number++;
        if (error->status == UDPI_OK && answer_line(session, line.text) == UDPI_OK)
            udpi_sink_flush(session->sink); /* who asks line by line waits for the answer */
    }
    if (error->status == UDPI_USAGE)
        udpi_error_prefix(error, "line %zu: ", number);
    else if (ferror(stdin) || errno == ENOMEM)
        udpi_error_set(error, UDPI_FAILED, "standard input: %s", strerror(errno));
    udpi_line_free(&line);
}

void udpi_inspect_address_page(const void *context, struct udpi_sink *sink, struct udpi_error *error) {
    const struct udpi_inspect_options *options = context;
    struct session session = {.options = options, .sink = sink, .error = error};
    if (strcmp(options->address, "-") == 0)
        answer_lines(&session);
    else
        answer(&session, options->address, options->peer);
    udpi_interfaces_free(&session.interfaces);
}
