/* What a reader of a file format gives, step by step. */
#ifndef UDPI_CAPTURE_READING_H
#define UDPI_CAPTURE_READING_H

enum udpi_reading {
    UDPI_READING_FRAME,
    UDPI_READING_OTHER,  /* no packet: a header, a block of another kind */
    UDPI_READING_END,    /* behind the last one */
    UDPI_READING_CUT,    /* the file ends within one, or cannot be read */
    UDPI_READING_BROKEN, /* the reader says why */
};

#endif
