/* Why a call failed: filled in by the callee, printed by the program, never by a library. */
#ifndef UDPI_CORE_ERROR_H
#define UDPI_CORE_ERROR_H

#include <stdarg.h>

#include "core/excerpt.h"

/* The numbers are the programs' exit codes. */
enum udpi_status {
    UDPI_OK = 0,
    UDPI_FAILED = 1,     /* could not do it */
    UDPI_USAGE = 2,      /* asked in a wrong way */
    UDPI_PERMISSION = 3, /* not allowed to */
};

enum { UDPI_ERROR_SIZE = 512 };

struct udpi_error {
    enum udpi_status status;
    char text[UDPI_ERROR_SIZE];  /* "WHAT: why; what to do", one line without newline and program name */
    struct udpi_excerpt excerpt; /* what was read, and the place where it is wrong; empty where there is none */
};

/* Sets status and text (printf(3)) and gives the status back, so that a function can fail in one line. Of text that is too
   long the middle is left out, since the reason stands at its end; each byte of what cannot be shown becomes '?'. An
   argument may be error->text itself. The excerpt is empty then. */
enum udpi_status udpi_error_set(struct udpi_error *error, enum udpi_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts words (printf(3)) in front of the text of a failure, and leaves its status and its excerpt. Gives the status. */
enum udpi_status udpi_error_prefix(struct udpi_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What udpi_error_set does with its text: puts it into `room`, of UDPI_ERROR_SIZE bytes. */
void udpi_error_format(char *room, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

#endif
