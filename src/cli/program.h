/* What every program does at its beginning and says at its end. */
#ifndef UDPI_CLI_PROGRAM_H
#define UDPI_CLI_PROGRAM_H

#include "cli/options.h"
#include "core/sink.h"

/* Takes the locale's characters, ignores SIGPIPE and SIGXFSZ, and fills standard descriptors that are closed. */
void udpi_program_start(void);

/* Prints the error as one line "PROGRAM: TEXT" to standard error, unless all is well; below it the excerpt, where there is
   one, with '^' under the place. Gives the exit code. */
int udpi_program_end(const struct udpi_program *program, const struct udpi_error *error);

/* Prints "PROGRAM: TEXT" (printf(3)) to standard error, while the program goes on. As in errors, what is too long is cut, and each byte
   of what cannot be shown becomes '?'. */
void udpi_program_say(const struct udpi_program *program, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Something to print that is no packet: writes it, or says in *error why it cannot. */
typedef void udpi_page(const void *context, struct udpi_sink *sink, struct udpi_error *error);

/* Prints the page to standard output. */
enum udpi_status udpi_program_print(udpi_page *page, const void *context, struct udpi_error *error);

#endif
