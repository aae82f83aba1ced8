/* Compressed bytes in, plain bytes out: gzip members one after the other (RFC 1952), through zlib. */
#ifndef UDPI_CAPTURE_GZIP_H
#define UDPI_CAPTURE_GZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct udpi_gzip;

/* Where compressed bytes come from: like read(2), 0 at the end. */
typedef ssize_t udpi_gzip_source(void *context, uint8_t *bytes, size_t size);

/* Whether a file that begins with these bytes is gzip. */
bool udpi_gzip_is(const uint8_t *head, size_t count);

/* Begins with the `count` bytes at `head` (at most a few), then asks the source. NULL where memory is short. */
struct udpi_gzip *udpi_gzip_open(const uint8_t *head, size_t count, udpi_gzip_source *source, void *context);
void udpi_gzip_close(struct udpi_gzip *gzip);

/*
 * Like read(2): plain bytes, 0 behind the last member; -1 where the source fails (errno says why) or the data are
 * broken (*why says so). What follows a member and is none itself is left out, as gzip(1) does.
 */
ssize_t udpi_gzip_read(struct udpi_gzip *gzip, uint8_t *bytes, size_t size, const char **why);

#endif
