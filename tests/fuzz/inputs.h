/* A folder of inputs for the fuzz targets: FOLDER/TARGET/NAME, and the dictionary FOLDER/TARGET.dict. */
#ifndef FUZZ_INPUTS_H
#define FUZZ_INPUTS_H

#include <stddef.h>
#include <stdint.h>

/* Writes an input: a head, which the target reads for itself, and what it is about. Ends the program where that fails. */
void inputs_write(const char *folder, const char *target, const char *name, const void *head, size_t head_size,
                  const void *bytes, size_t size);

/* What this host's kernel says, for fuzz_host.c. Gives how many were written. */
unsigned inputs_write_host(const char *folder);

/* Makes the dictionaries: names of protocols and fields, and the numbers that protocols are bound to. */
void inputs_write_dictionaries(const char *folder);

#endif
