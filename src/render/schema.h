/* The packet document as a JSON Schema, made from the descriptors. */
#ifndef UDPI_RENDER_SCHEMA_H
#define UDPI_RENDER_SCHEMA_H

/*
 * The schema (draft 2020-12) of one packet as text, to be freed; NULL where memory is short. It is strict: a key that no
 * descriptor declares is a breach. Readers should be more lenient, since later versions may add keys.
 */
char *udpi_schema_print(void);

#endif
