/*
 * Packet documents as a source of patterns: one after the other, as udpinspect --json and --json=pretty write them, or as the
 * elements of an array. One at a time is in memory.
 */
#ifndef UDPI_CRAFT_DOCUMENTS_H
#define UDPI_CRAFT_DOCUMENTS_H

#include "craft/source.h"

struct udpi_documents;

/* Opens a file; "-" is standard input. NULL where it cannot be read. */
struct udpi_documents *udpi_documents_open(const char *path, struct udpi_error *error);

void udpi_documents_close(struct udpi_documents *documents); /* NULL is fine */

struct udpi_source udpi_documents_source(struct udpi_documents *documents);

#endif
