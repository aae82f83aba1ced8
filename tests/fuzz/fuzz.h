/* What libFuzzer calls, and what replay.c calls in its place. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdnoreturn.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Says what does not hold, shows the text that it is said of (NULL for none), and aborts: for libFuzzer that is a finding. */
noreturn void fuzz_breach(const char *what, const char *text);

#endif
