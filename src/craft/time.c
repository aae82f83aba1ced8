#include "craft/time.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NANOSECONDS = 1000000000, MOST_DIGITS = 9 };

/* ".25" as nanoseconds; gives the place behind, NULL where the digits are missing or too many. */
static const char *parse_fraction(const char *text, int64_t *nanoseconds) {
    *nanoseconds = 0;
    if (*text != '.')
        return text;
    size_t digits = strspn(++text, "0123456789");
    if (digits == 0 || digits > MOST_DIGITS)
        return NULL;
    for (size_t i = 0; i < MOST_DIGITS; i++)
        *nanoseconds = *nanoseconds * 10 + (i < digits ? text[i] - '0' : 0);
    return text + digits;
}

/* Whole seconds since 1970; gives the place behind, NULL where there are none. */
static const char *parse_seconds(const char *text, int64_t *seconds) {
    struct tm calendar = {0};
    const char *behind = strptime(text, "%Y-%m-%dT%H:%M:%S", &calendar);
    if (behind) {
        *seconds = timegm(&calendar);
        return behind;
    }
    if (!isdigit((unsigned char)*text))
        return NULL;
    char *end;
    *seconds = strtoll(text, &end, 10); /* out of range it is INT64_MAX, which the caller refuses */
    return end;
}

const char *udpi_time_parse(const char *text, int64_t *time) {
    int64_t seconds = 0, nanoseconds = 0;
    const char *at = parse_seconds(text, &seconds);
    bool is_calendar = at && strchr(text, 'T') != NULL;
    if (at)
        at = parse_fraction(at, &nanoseconds);
    if (!at || strcmp(at, is_calendar ? "Z" : "") != 0)
        return "not a time; give seconds since 1970 or 2026-11-22T10:00:00Z";
    if (seconds < 0 || seconds >= INT64_MAX / NANOSECONDS)
        return "out of range; give a time from 1970 to 2262";
    *time = seconds * NANOSECONDS + nanoseconds;
    return NULL;
}

bool udpi_time_read_date(const char *text, int64_t *time) {
    int64_t seconds = 0, nanoseconds = 0;
    const char *at = strchr(text, 'T') ? parse_seconds(text, &seconds) : NULL;
    at = at ? parse_fraction(at, &nanoseconds) : NULL;
    if (!at || strcmp(at, "Z") != 0)
        return false;
    if (seconds < 0) { /* towards 0, or the product of the first second would not fit */
        seconds++;
        nanoseconds -= NANOSECONDS;
    }
    return !__builtin_mul_overflow(seconds, NANOSECONDS, time) && !__builtin_add_overflow(*time, nanoseconds, time);
}
