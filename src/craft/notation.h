/*
 * The notation: one line of text for a packet, as udpinspect prints it and udpgen takes it.
 *
 *     line    = [time] layer *( "|" layer ) [ "#" remarks ]
 *     layer   = name [ src ">" dst ] *( key [ "=" value ] )
 *     payload = "text with \" \\ \n \r \t \xHH {n}"  /  hex:68656c6c6f  /  zeros:1000  /  random:1000[:seed]  /  @file
 *
 * Names and keys are those of JSON. A bare key is a true flag, a payload stands without its name, the other layers of
 * bytes with it: `trailer hex:0000`. Fields without a place of their own in the packet (the ports of a fragment) are
 * read and passed over. A value may be a sweep (craft/sweep.h): then the line stands for several packets.
 */
#ifndef UDPI_CRAFT_NOTATION_H
#define UDPI_CRAFT_NOTATION_H

#include <stdint.h>

#include "core/error.h"
#include "core/sink.h"
#include "craft/recipe.h"
#include "craft/sweep.h"

/* Parses one line into an opened recipe, replacing what it held, and its sweeps. On failure (UDPI_USAGE) the error names
   the column and what was expected. */
enum udpi_status udpi_notation_parse_sweeps(const char *line, struct udpi_recipe *recipe, struct udpi_sweeps *sweeps,
                                            struct udpi_error *error);

/* The same for a line of one packet: a sweep is an error. */
enum udpi_status udpi_notation_parse(const char *line, struct udpi_recipe *recipe, struct udpi_error *error);

/* Writes the line of a recipe, without newline, so that it is parsed to the same. */
void udpi_notation_write(const struct udpi_recipe *recipe, struct udpi_sink *sink);

#endif
