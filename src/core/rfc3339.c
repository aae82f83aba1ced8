#include "core/rfc3339.h"

#include <string.h>

#include "core/pattern.h"

enum { DECIMAL = 10 };

struct text {
    const uint8_t *at;
    size_t size;
};

static bool fits(struct text text, const char *pattern) {
    return udpi_text_fits(text.at, text.size, pattern);
}

/* The number in digits that are known to be some. */
static unsigned load_digits(const uint8_t *at, size_t count) {
    unsigned number = 0;
    for (size_t i = 0; i < count; i++)
        number = DECIMAL * number + (at[i] - (unsigned)'0');
    return number;
}

/* Days from 1970-01-01; years begin in March, so that a leap day is their last one. */
static int64_t count_days(unsigned year, unsigned month, unsigned day) {
    enum { CENTURY = 100, DAYS_TO_1970 = 719468 };
    int64_t years = month > 2 ? year : year - 1, months = month > 2 ? month - 3 : month + 9;
    int64_t days = 365 * years + years / 4 - years / CENTURY + years / (4 * CENTURY);
    return days + (153 * months + 2) / 5 + day - 1 - DAYS_TO_1970;
}

/* "Z", or by how much local time is ahead: "+02:00". */
static bool read_zone(struct text zone, int64_t *seconds) {
    *seconds = 0;
    if (zone.size == 1 && *zone.at == 'Z')
        return true;
    if (zone.size != strlen("+00:00") || !(fits(zone, "+00:00") || fits(zone, "-00:00")))
        return false;
    unsigned hours = load_digits(zone.at + 1, 2), minutes = load_digits(zone.at + 4, 2);
    *seconds = (*zone.at == '-' ? -1 : 1) * (int64_t)(hours * 3600 + minutes * 60);
    return hours < 24 && minutes < 60;
}

/* A point and up to nine digits, which *rest is then behind. */
static int64_t take_fraction(struct text *rest) {
    int64_t fraction = 0;
    if (!fits(*rest, ".0"))
        return 0;
    size_t size = 1;
    for (int64_t unit = 100000000; unit > 0 && size < rest->size && udpi_is_digit(rest->at[size]);
         unit /= DECIMAL, size++)
        fraction += unit * (rest->at[size] - '0');
    *rest = (struct text){rest->at + size, rest->size - size};
    return fraction;
}

static bool is_date(unsigned year, unsigned month, unsigned day) {
    enum { FIRST_YEAR = 1678, LAST_YEAR = 2261 };
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12)
        return false;
    bool has_leap_day = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day >= 1 && day <= days[month - 1] + (has_leap_day ? 1U : 0U);
}

bool udpi_rfc3339_read(const uint8_t *text, size_t size, int64_t *time) {
    static const char pattern[] = "0000-00-00T00:00:00";
    enum { SIZE = sizeof pattern - 1 };
    if (!udpi_text_fits(text, size, pattern))
        return false;
    unsigned year = load_digits(text, 4), month = load_digits(text + 5, 2), day = load_digits(text + 8, 2);
    unsigned hour = load_digits(text + 11, 2), minute = load_digits(text + 14, 2), second = load_digits(text + 17, 2);
    struct text rest = {text + SIZE, size - SIZE};
    int64_t zone, fraction = take_fraction(&rest);
    if (!is_date(year, month, day) || hour > 23 || minute > 59 || second > 60 || !read_zone(rest, &zone))
        return false;
    int64_t seconds = (int64_t)hour * 3600 + minute * 60 + second - zone;
    *time = (count_days(year, month, day) * 86400 + seconds) * 1000000000 + fraction;
    return true;
}
