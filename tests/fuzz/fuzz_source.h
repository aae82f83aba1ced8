/* What targets do with a source of packets that are yet to be built. */
#ifndef FUZZ_SOURCE_H
#define FUZZ_SOURCE_H

#include "craft/source.h"

/* Builds the first packet of each of the first few patterns. What is refused can be shown. */
void fuzz_source(const struct udpi_source *source);

#endif
