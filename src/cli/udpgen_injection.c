#include "cli/udpgen_injection.h"

#include <inttypes.h>
#include <stdlib.h>

#include "capture/interfaces.h"
#include "cli/signals.h"

enum { EN10MB = 1, RAW = 12, IPV4 = 228, IPV6 = 229 }; /* link types: DLT_ numbers */

const char *const udpi_offload_words[] = {"exact", "all", "off", NULL};

static void show_progress(void *context, double seconds) {
    const struct udpi_injection *injection = context;
    udpi_frame_progress_show(udpi_injector_count(injection->injector), seconds);
}

enum udpi_status udpi_injection_open(struct udpi_injection *injection, const struct udpi_injection_options *options,
                                     struct udpi_error *error) {
    *injection = (struct udpi_injection){.options = options, .last_time = UDPI_NO_TIME};
    char *name = udpi_interface_resolve(options->interface, error);
    if (!name)
        return error->status;
    const struct udpi_injector_options injector = {
        .interface = name,
        .offload = options->offload ? (enum udpi_offload)(options->offload - 1) : UDPI_OFFLOAD_EXACT,
        .stop = udpi_signals_stop(),
    };
    injection->injector = udpi_injector_open(&injector, error);
    free(name);
    if (!injection->injector)
        return error->status;
    const struct udpi_schedule_options schedule = {
        .injector = injection->injector,
        .rate = options->rate,
        .speed = options->speed,
        .count = options->count,
        .duration = options->duration,
        .show_progress = udpi_frame_progress_is_welcome() ? show_progress : NULL,
        .context = injection,
        .stop = udpi_signals_stop(),
    };
    udpi_schedule_start(&injection->schedule, &schedule);
    return UDPI_OK;
}

void udpi_injection_close(struct udpi_injection *injection) {
    udpi_injector_close(injection->injector);
}

/* --- frames ------------------------------------------------------------------------------------------------------- */

static bool has_time(const struct udpi_frame *frame) {
    return frame->time != UDPI_NO_TIME && frame->time != UDPI_FAR_TIME;
}

int64_t udpi_injection_gap(const struct udpi_injection *injection, const struct udpi_frame *frame) {
    int64_t gap = 0;
    bool is_known = has_time(frame) && injection->last_time != UDPI_NO_TIME &&
                    !__builtin_sub_overflow(frame->time, injection->last_time, &gap);
    return is_known && gap > 0 ? gap : 0;
}

static uint16_t simplify(uint16_t link_type) {
    return link_type == IPV4 || link_type == IPV6 ? RAW : link_type;
}

static const char *describe(uint16_t link_type) {
    return link_type == EN10MB ? "an Ethernet header" : "an IP header";
}

static enum udpi_status refuse_link_type(const struct udpi_injection *injection, const struct udpi_frame *frame,
                                         uint16_t wanted, struct udpi_error *error) {
    const struct udpi_injection_options *options = injection->options;
    uint16_t given = simplify(frame->link_type);
    const char *name = frame->link_type_name;
    if (given == RAW || given == EN10MB)
        return udpi_error_set(error, UDPI_FAILED, "%.64s: frames for it begin with %s, packet %" PRIu64 " with %s; %s",
                              options->interface, describe(wanted), frame->number, describe(given),
                              given == RAW ? options->add_header : options->drop_header);
    return udpi_error_set(error, UDPI_FAILED,
                          "%.64s: frames for it begin with %s, and packet %" PRIu64
                          " has the link type %s (%u), which cannot be sent there",
                          options->interface, describe(wanted), frame->number, name ? name : "without a name",
                          frame->link_type);
}

bool udpi_injection_take(struct udpi_injection *injection, const struct udpi_frame *frame, struct udpi_error *error) {
    uint16_t wanted = udpi_injector_link_type(injection->injector);
    if (simplify(frame->link_type) != wanted) {
        refuse_link_type(injection, frame, wanted, error);
        return false;
    }
    int64_t gap = udpi_injection_gap(injection, frame);
    if (has_time(frame))
        injection->last_time = frame->time;
    return udpi_schedule_send(&injection->schedule, frame->bytes, frame->captured, gap, error);
}

enum udpi_status udpi_injection_finish(struct udpi_injection *injection, struct udpi_frame_totals *totals,
                                       struct udpi_error *error) {
    if (error->status == UDPI_OK)
        udpi_injector_flush(injection->injector, error);
    totals->seconds = udpi_schedule_seconds(&injection->schedule);
    totals->injected = udpi_injector_count(injection->injector);
    totals->mtu = udpi_injector_mtu(injection->injector);
    return udpi_frame_totals_print(totals, error);
}
