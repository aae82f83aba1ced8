#include "core/pace.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const double nanoseconds = 1e9;

/* --- what people write -------------------------------------------------------------------------------------------- */

static double find_scale(char letter) {
    switch (letter) {
    case 'k': return 1e3;
    case 'M': return 1e6;
    case 'G': return 1e9;
    default: return 1;
    }
}

bool udpi_rate_parse(const char *text, struct udpi_rate *rate) {
    size_t digits = strspn(text, "0123456789.");
    char *end;
    double number = strtod(text, &end);
    /* strtod also takes blanks, signs, exponents and hexadecimal. */
    if (digits == 0 || end != text + digits)
        return false;
    double scale = find_scale(*end);
    end += scale > 1;
    rate->is_bits = strcmp(end, "bit") == 0;
    rate->per_second = number * scale;
    return (rate->is_bits || *end == '\0') && rate->per_second > 0;
}

/* --- time --------------------------------------------------------------------------------------------------------- */

void udpi_pace_start(struct udpi_pace *pace, struct udpi_rate rate, int64_t now) {
    *pace = (struct udpi_pace){
        .unit = rate.per_second > 0 ? nanoseconds / rate.per_second : 0,
        .start = now,
        .is_bits = rate.is_bits,
    };
}

int64_t udpi_pace_due(const struct udpi_pace *pace) {
    return pace->start + (int64_t)(pace->spent * pace->unit);
}

unsigned udpi_pace_ready(const struct udpi_pace *pace, uint64_t bytes, unsigned most, int64_t now) {
    if (pace->unit <= 0)
        return most;
    int64_t due = udpi_pace_due(pace);
    if (now < due)
        return 0;
    double each = pace->is_bits ? pace->unit * 8 * (double)(bytes ? bytes : 1) : pace->unit;
    double ready = 1 + (double)(now - due) / each;
    return ready < most ? (unsigned)ready : most;
}

void udpi_pace_spend(struct udpi_pace *pace, uint64_t datagrams, uint64_t bytes, int64_t now) {
    if (pace->unit <= 0)
        return;
    pace->spent += pace->is_bits ? 8 * (double)bytes : (double)datagrams;
    int64_t behind = now - udpi_pace_due(pace);
    if (behind > UDPI_PACE_CATCH_UP)
        pace->start += behind - UDPI_PACE_CATCH_UP;
}
