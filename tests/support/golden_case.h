/* A case of tests/protocols: bytes of one frame, and what is to be printed of them. */
#ifndef GOLDEN_CASE_H
#define GOLDEN_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include <udpinspect/packet.h>

struct golden_case {
    char *path;    /* of the .hex file */
    uint8_t *bytes; /* a heap block of exactly `captured` bytes */
    uint32_t captured, length;
    uint16_t link_type;
};

/*
 * Reads a .hex file: pairs of hexadecimal digits, white space, and comments from '#' to the end of the line. The comment
 * "# link N" gives the link type (1 where it is absent), "# length N" the bytes on the wire. Ends the program on bad input.
 */
struct golden_case golden_case_read(const char *path);
void golden_case_free(struct golden_case *c);

/* All .hex files below `folder`, sorted; ends with NULL. The strings and the array are the caller's. */
char **golden_case_list(const char *folder);

/* The frame of a case, or of its first `captured` bytes at `bytes`. */
struct udpi_frame golden_case_frame(const struct golden_case *c, const uint8_t *bytes, uint32_t captured);

#endif
