#include "cli/terminal.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <udpinspect/limits.h>

enum { LEAST_COLUMNS = 20 };

unsigned udpi_terminal_columns(void) {
    struct winsize window;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col >= LEAST_COLUMNS)
        return window.ws_col;
    const char *text = getenv("COLUMNS");
    long columns = text ? strtol(text, NULL, 10) : 0;
    return columns >= LEAST_COLUMNS && columns <= UDPI_MOST_COLUMNS ? (unsigned)columns : UDPI_TERMINAL_COLUMNS;
}

bool udpi_terminal_has_color(void) {
    const char *refusal = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(refusal && *refusal) && term && strcmp(term, "dumb") != 0;
}

bool udpi_terminal_has_unicode(void) {
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
