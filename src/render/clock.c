#include "render/clock.h"

#include <time.h>

#include "core/format.h"

enum { SECOND = 1000000000, YEAR_FIRST = 1, YEAR_LAST = 9999 };

void udpi_clock_open(struct udpi_clock *clock, enum udpi_time_form form) {
    *clock = (struct udpi_clock){.form = form, .previous = UDPI_NO_TIME};
}

/* Floor division: times before 1970 count their fraction upwards too. */
static int64_t split_time(int64_t time, uint32_t *fraction) {
    int64_t second = time / SECOND, rest = time % SECOND;
    if (rest < 0) {
        rest += SECOND;
        second--;
    }
    *fraction = (uint32_t)rest;
    return second;
}

static char *write_clock_time(char *at, const struct tm *tm) {
    at = udpi_format_two(at, (unsigned)tm->tm_hour);
    *at++ = ':';
    at = udpi_format_two(at, (unsigned)tm->tm_min);
    *at++ = ':';
    return udpi_format_two(at, (unsigned)tm->tm_sec % 100);
}

static char *write_date_time(char *at, const struct tm *tm) {
    at = udpi_format_digits(at, (uint64_t)tm->tm_year + 1900, 4);
    *at++ = '-';
    at = udpi_format_two(at, (unsigned)tm->tm_mon + 1);
    *at++ = '-';
    at = udpi_format_two(at, (unsigned)tm->tm_mday);
    *at++ = 'T';
    return write_clock_time(at, tm);
}

/* Seconds with a sign, for the forms that are plain numbers. */
static char *write_seconds(char *at, int64_t time) {
    uint32_t fraction;
    int64_t second = split_time(time < 0 ? -time : time, &fraction);
    if (time < 0)
        *at++ = '-';
    at = udpi_format_uint(at, (uint64_t)second);
    *at++ = '.';
    return udpi_format_six(at, fraction / 1000);
}

/* Formats everything left of the fraction; false where the calendar does not reach that far. */
static bool format_second(struct udpi_clock *clock, int64_t second) {
    time_t moment = (time_t)second;
    struct tm tm;
    bool is_utc = clock->form == UDPI_TIME_UTC;
    if (!(is_utc ? gmtime_r(&moment, &tm) : localtime_r(&moment, &tm)))
        return false;
    int year = tm.tm_year < YEAR_LAST ? tm.tm_year + 1900 : YEAR_LAST + 1;
    if (is_utc && (year < YEAR_FIRST || year > YEAR_LAST))
        return false;
    char *end = is_utc ? write_date_time(clock->text, &tm) : write_clock_time(clock->text, &tm);
    clock->length = (uint8_t)(end - clock->text);
    clock->start = (uint64_t)second * SECOND;
    clock->has_second = true;
    return true;
}

/* Copies the text of the second, and gives the nanoseconds since then; NULL where there is no text. */
static inline char *copy_second(struct udpi_clock *clock, char *at, int64_t time, uint32_t *fraction) {
    uint64_t since = (uint64_t)time - clock->start;
    *fraction = (uint32_t)since;
    if ((!clock->has_second || since >= SECOND) && !format_second(clock, split_time(time, fraction)))
        return NULL;
    memcpy(at, clock->text, 32); /* a constant size is one instruction or two */
    return at + clock->length;
}

static char *format_calendar(struct udpi_clock *clock, char *at, int64_t time) {
    uint32_t fraction;
    char *end = copy_second(clock, at, time, &fraction);
    if (!end)
        return write_seconds(at, time);
    *end++ = '.';
    end = udpi_format_six(end, fraction / 1000);
    if (clock->form == UDPI_TIME_UTC)
        *end++ = 'Z';
    return end;
}

char *udpi_clock_format(struct udpi_clock *clock, char *at, int64_t time) {
    if (time == UDPI_NO_TIME || time == UDPI_FAR_TIME) {
        *at = '-';
        return at + 1;
    }
    if (clock->form == UDPI_TIME_LOCAL || clock->form == UDPI_TIME_UTC)
        return format_calendar(clock, at, time);
    if (clock->form == UDPI_TIME_EPOCH)
        return write_seconds(at, time);
    int64_t since = clock->previous == UDPI_NO_TIME ? time : clock->previous;
    if (clock->previous == UDPI_NO_TIME || clock->form == UDPI_TIME_DELTA)
        clock->previous = time;
    int64_t difference;
    if (__builtin_sub_overflow(time, since, &difference) || difference == INT64_MIN)
        difference = time < since ? -INT64_MAX : INT64_MAX;
    return write_seconds(at, difference);
}

char *udpi_clock_format_rfc3339(struct udpi_clock *clock, char *at, int64_t time) {
    uint32_t fraction;
    char *end = copy_second(clock, at, time, &fraction);
    if (!end)
        return NULL;
    *end++ = '.';
    end = udpi_format_six(end, fraction / 1000);
    end = udpi_format_digits(end, fraction % 1000, 3);
    *end++ = 'Z';
    return end;
}
