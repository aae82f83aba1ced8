/* What standard output can show. */
#ifndef UDPI_CLI_TERMINAL_H
#define UDPI_CLI_TERMINAL_H

#include <stdbool.h>

enum { UDPI_TERMINAL_COLUMNS = 80 }; /* where nobody says how many there are */

/* Columns of the terminal, else those of the environment's COLUMNS, else UDPI_TERMINAL_COLUMNS. */
unsigned udpi_terminal_columns(void);

/* Whether colours are welcome: on a terminal that is not "dumb", unless NO_COLOR is set (https://no-color.org). */
bool udpi_terminal_has_color(void);

/* Whether the locale that setlocale(3) has taken writes UTF-8. */
bool udpi_terminal_has_unicode(void);

#endif
