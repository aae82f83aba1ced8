#include "socket/totals.h"

#include <inttypes.h>
#include <string.h>

#include "core/append.h"

/* --- counting ----------------------------------------------------------------------------------------------------- */

static bool is_same(const struct udpi_refusal *a, const struct udpi_refusal *b) {
    return udpi_endpoint_same_host(&a->by, &b->by) && udpi_endpoint_port(&a->by) == udpi_endpoint_port(&b->by) &&
           strcmp(a->reason, b->reason) == 0;
}

bool udpi_totals_refuse(struct udpi_totals *totals, const struct udpi_refusal *refusal) {
    *(refusal->is_port ? &totals->refused : &totals->given_back) += 1;
    for (unsigned i = 0; i < totals->refusal_count; i++) {
        if (is_same(&totals->refusals[i].refusal, refusal)) {
            totals->refusals[i].count++;
            return false;
        }
    }
    if (totals->refusal_count == UDPI_TOTALS_REFUSALS)
        return false;
    totals->refusals[totals->refusal_count++] = (struct udpi_refusal_count){.refusal = *refusal, .count = 1};
    return true;
}

uint64_t udpi_totals_lost(const struct udpi_totals *totals) {
    return totals->sent - totals->answered;
}

double udpi_totals_loss(const struct udpi_totals *totals) {
    return totals->sent ? 100 * (double)udpi_totals_lost(totals) / (double)totals->sent : 0;
}

/* Rounded for the eye, but to 100 only where all are lost. */
static double round_loss(const struct udpi_totals *totals) {
    double loss = udpi_totals_loss(totals);
    return totals->answered > 0 && loss > 99.99 ? 99.99 : loss;
}

/* --- telling ------------------------------------------------------------------------------------------------------ */

static void add_count(struct udpi_append *text, uint64_t count, const char *what) {
    if (count > 0)
        udpi_append(text, ", %" PRIu64 " %s", count, what);
}

/* "617284/s, 88.9 Mbit/s": bits of payload. */
static void add_rate(struct udpi_append *text, const struct udpi_totals *totals) {
    static const struct {
        double least;
        const char *name;
    } units[] = {{1e9, "Gbit"}, {1e6, "Mbit"}, {1e3, "kbit"}, {0, "bit"}};
    double bits = totals->per_second * 8 * (double)totals->bytes / (double)totals->sent;
    unsigned unit = 0;
    while (bits < units[unit].least)
        unit++;
    double scaled = units[unit].least > 0 ? bits / units[unit].least : bits;
    udpi_append(text, totals->per_second < 1000 ? " (%.4g/s" : " (%.0f/s", totals->per_second);
    udpi_append(text, ", %.4g %s/s)", scaled, units[unit].name);
}

static void add_refusals(struct udpi_append *text, const struct udpi_totals *totals) {
    char by[UDPI_ENDPOINT_SIZE];
    uint64_t untold = totals->refused + totals->given_back;
    for (unsigned i = 0; i < totals->refusal_count; i++) {
        const struct udpi_refusal_count *entry = &totals->refusals[i];
        udpi_append(text, ", %" PRIu64 " %s by %s (%s)", entry->count, udpi_refusal_verb(&entry->refusal),
                    udpi_endpoint_write(&entry->refusal.by, by), entry->refusal.reason);
        untold -= entry->count;
    }
    add_count(text, untold, "given back or refused by others");
}

const char *udpi_totals_write(const struct udpi_totals *totals, char *bytes) {
    struct udpi_append text = {.bytes = bytes, .size = UDPI_TOTALS_SIZE};
    udpi_append(&text, "%" PRIu64 " sent", totals->sent);
    if (totals->seconds > 0)
        udpi_append(&text, " in %.3g s", totals->seconds);
    if (totals->per_second > 0)
        add_rate(&text, totals);
    if (totals->has_waited)
        udpi_append(&text, ", %" PRIu64 " answered", totals->answered);
    add_count(&text, totals->duplicates, totals->duplicates == 1 ? "duplicate reply" : "duplicate replies");
    add_count(&text, totals->others, totals->others == 1 ? "reply of another host" : "replies of other hosts");
    add_count(&text, totals->unread, "lost here (the receive buffer was full)");
    add_refusals(&text, totals);
    if (totals->has_waited)
        udpi_append(&text, ", loss %.4g %%", round_loss(totals));
    return bytes;
}

/* --- judging ------------------------------------------------------------------------------------------------------ */

enum udpi_status udpi_totals_judge(const struct udpi_totals *totals, const struct udpi_endpoint *to, double max_loss,
                                   struct udpi_error *error) {
    char name[UDPI_ENDPOINT_SIZE];
    udpi_endpoint_write(to, name);
    if (totals->refused > 0)
        return udpi_error_set(error, UDPI_FAILED,
                              "%s: %" PRIu64 " of %" PRIu64 " refused, as nobody listens on the port; start a receiver "
                              "there: udpgen echo %u",
                              name, totals->refused, totals->sent, udpi_endpoint_port(to));
    if (totals->given_back > 0)
        return udpi_error_set(error, UDPI_FAILED,
                              "%s: %" PRIu64 " of %" PRIu64 " given back; the totals say by whom and why", name,
                              totals->given_back, totals->sent);
    if (totals->has_waited && udpi_totals_loss(totals) > max_loss)
        return udpi_error_set(error, UDPI_FAILED,
                              "%s: %" PRIu64 " of %" PRIu64 " without a reply, %.4g %%, and --max-loss allows %g %%",
                              name, udpi_totals_lost(totals), totals->sent, round_loss(totals), max_loss);
    return UDPI_OK;
}
