/* The time of a packet as people and documents write it. */
#ifndef UDPI_CRAFT_TIME_H
#define UDPI_CRAFT_TIME_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Seconds since 1970 ("1795348800.25") or RFC 3339 in UTC ("2026-11-22T10:00:00Z"), with up to nine decimals, as nanoseconds
 * since 1970. Gives NULL, or what is wrong: it is neither, or lies outside 1970 to 2262.
 */
const char *udpi_time_parse(const char *text, int64_t *time);

/* The same of a value in a packet: RFC 3339 in UTC, in all the range that 64 bits reach, from 1677 to 2262. False where it is no such. */
bool udpi_time_read_date(const char *text, int64_t *time);

#endif
