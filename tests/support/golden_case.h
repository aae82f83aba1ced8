/* A case of tests/protocols: bytes of a frame, those of frames that come before it, and what is to be printed of it. */
#ifndef GOLDEN_CASE_H
#define GOLDEN_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include <udpinspect/decoder.h>

struct golden_case {
    char *path;     /* of the .hex file */
    uint8_t *bytes; /* a heap block of exactly `captured` bytes */
    uint32_t captured, length;
    uint16_t link_type;
    struct golden_case *before; /* the frame that is decoded before it, or NULL */
};

/*
 * Reads a .hex file: pairs of hexadecimal digits, white space, and comments from '#' to the end of the line. The comment
 * "# link N" gives the link type (1 where it is absent), "# length N" the bytes on the wire; "# then" ends a frame that is only
 * decoded, so that something is known when the next one comes. Ends the program on bad input.
 */
struct golden_case golden_case_read(const char *path);
void golden_case_free(struct golden_case *c);

/* All .hex files below `folder`, sorted; ends with NULL. The strings and the array are the caller's. */
char **golden_case_list(const char *folder);

/*
 * Decodes the frames before the case, and then the case, or its first `captured` bytes at `bytes`. The packet is valid until the
 * decoder is used again.
 */
const struct udpi_packet *golden_case_decode(const struct golden_case *c, struct udpi_decoder *decoder,
                                             const uint8_t *bytes, uint32_t captured);

#endif
