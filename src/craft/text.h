/*
 * Text in quotes: "hello", with \" \\ \n \r \t \xHH, and with {n} for the number of the packet.
 *
 * A "{n}" that is meant as text is written \x7bn}, and so it is printed (core/escape.h).
 */
#ifndef UDPI_CRAFT_TEXT_H
#define UDPI_CRAFT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sink.h"

/* Whether {n} is in what stands between the quotes. */
bool udpi_text_is_numbered(const char *text, size_t length);

/* Room that the text may take with any numbers in it. */
size_t udpi_text_room(size_t length);

/* Appends what the text between the quotes stands for, with `number` in place of {n}. Gives NULL, or the place of the first
   escape that is none. `text` may lie in `bytes` where there is udpi_text_room for it. */
const char *udpi_text_append(struct udpi_sink *bytes, const char *text, size_t length, uint64_t number);

/* The value of a hexadecimal digit, or -1. */
int udpi_digit_value(char letter);

#endif
