/* What must hold of all that is written: for people, and for programs. Where it does not, fuzz_breach. */
#ifndef FUZZ_OUTPUT_H
#define FUZZ_OUTPUT_H

#include <stddef.h>

#include "core/error.h"

enum fuzz_allowed { FUZZ_LINES = 1, FUZZ_TABS = 2, FUZZ_COLORS = 4 };

/*
 * The text, NUL-terminated, is valid UTF-8 and shows what it contains: no control, format, bidirectional, zero-width, private or
 * unassigned character. What is `allowed` (enum fuzz_allowed) may be in it: newlines, tabs, ANSI colours.
 */
void fuzz_check_text(const char *text, size_t count, unsigned allowed);

/* The same of one line, which ends with its newline and has no other. */
void fuzz_check_line(const char *text, size_t count, unsigned allowed);

/* A failure that was reported has a status and a text of one line, and its excerpt points into itself. */
void fuzz_check_error(const struct udpi_error *error);

#endif
