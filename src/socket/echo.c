/*
 * The lesson's calls stand where this server and others share them: socket and bind in listen.c, recvmmsg, which is
 * recvfrom for many datagrams, in arrivals.c, sendmmsg, which is sendto for many, in departures.c, and close in
 * listen.c. The loop around them is that of server.c.
 */
#include "socket/echo.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "socket/account.h"
#include "socket/departures.h"
#include "socket/supply.h"

enum { ECHO_SERVICE = 7 /* RFC 862 */ };

struct echo {
    const struct udpi_echo_options *options;
    struct udpi_echo_counts *counts;
    struct udpi_sink *output;
    struct udpi_departures *departures;
    int socket;
    uint16_t port;
};

static void begin(void *context, const struct udpi_listener *listener) {
    struct echo *echo = context;
    echo->socket = listener->socket;
    echo->port = udpi_endpoint_port(&listener->at);
}

/* --- what is shown ------------------------------------------------------------------------------------------------ */

static void show_unanswered(struct echo *echo, const struct udpi_datagram *datagram, const char *why) {
    char line[192];
    snprintf(line, sizeof line, "not answered #%" PRIu64 ": %s\n", datagram->number, why);
    udpi_sink_puts(echo->output, line);
}

static void show_faults(void *context, const struct udpi_datagram *datagram, unsigned faults) {
    static const struct {
        enum udpi_fault fault;
        const char *name;
    } names[] = {{UDPI_FAULT_DROPPED, "dropped"},
                 {UDPI_FAULT_CORRUPTED, "corrupted"},
                 {UDPI_FAULT_DUPLICATED, "duplicated"},
                 {UDPI_FAULT_HELD, "held back"}};
    struct echo *echo = context;
    for (size_t i = 0; i < sizeof names / sizeof *names && !echo->options->is_quiet; i++) {
        char line[48];
        snprintf(line, sizeof line, "%s #%" PRIu64 "\n", names[i].name, datagram->number);
        if (faults & names[i].fault)
            udpi_sink_puts(echo->output, line);
    }
}

/* --- what is done ------------------------------------------------------------------------------------------------- */

static bool arrive(void *context, const struct udpi_datagram *datagram) {
    struct echo *echo = context;
    uint16_t port = udpi_endpoint_port(&datagram->peer);
    bool may_be_echo = port == ECHO_SERVICE || port == echo->port;
    if (echo->options->probes)
        udpi_account_take(echo->options->probes, datagram, echo->port);
    if (echo->options->is_quiet)
        return !may_be_echo;
    udpi_datagram_show(echo->output, datagram, echo->options->columns);
    if (may_be_echo)
        show_unanswered(echo, datagram, "its port is that of an echo server, and two of them would never end");
    return !may_be_echo;
}

static void answer(void *context, const struct udpi_datagram *datagram, unsigned copies) {
    struct echo *echo = context;
    for (unsigned i = 0; i < copies; i++)
        udpi_departures_add(echo->departures, echo->socket, datagram->bytes, datagram->size, &datagram->peer,
                            &datagram->here);
    echo->counts->answered += copies;
    if (echo->options->is_quiet)
        return;
    int error = udpi_departures_flush(echo->departures);
    if (error != 0)
        show_unanswered(echo, datagram, strerror(error));
}

static void send_answers(void *context) {
    struct echo *echo = context;
    udpi_departures_flush(echo->departures);
}

enum udpi_status udpi_echo_run(const struct udpi_echo_options *options, struct udpi_echo_counts *counts,
                               struct udpi_error *error) {
    struct echo echo = {.options = options, .counts = counts, .output = options->server.output};
    const struct udpi_server_visitor visitor = {
        .open = begin,
        .arrive = arrive,
        .strike = show_faults,
        .pass = answer,
        .settle = send_answers,
        .context = &echo,
    };
    *counts = (struct udpi_echo_counts){0};
    echo.departures = udpi_departures_create(error);
    if (!echo.departures)
        return error->status;
    udpi_server_run(&options->server, &visitor, &counts->server, error);
    counts->answered -= udpi_departures_failed(echo.departures);
    udpi_departures_free(echo.departures);
    return error->status;
}

const char *udpi_echo_totals(const struct udpi_echo_counts *counts, char *text) {
    snprintf(text, UDPI_ECHO_TOTALS_SIZE, "%" PRIu64 " received, %" PRIu64 " answered, %" PRIu64 " bytes",
             counts->server.received, counts->answered, counts->server.bytes);
    return text;
}
