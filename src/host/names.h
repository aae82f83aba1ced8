/* What this host calls users and interfaces that it has numbers for: any bytes. */
#ifndef UDPI_HOST_NAMES_H
#define UDPI_HOST_NAMES_H

#include <stdint.h>

enum { UDPI_USER_NAME_SIZE = 256, UDPI_INTERFACE_WORD_SIZE = 20 };

/* The name of a user (getpwuid(3)); empty where there is none. Gives `name`. */
const char *udpi_user_name(uint32_t id, char name[UDPI_USER_NAME_SIZE]);

/* The name of the interface with this index; its number where it is gone. Gives `name`. */
const char *udpi_interface_word(uint32_t index, char name[UDPI_INTERFACE_WORD_SIZE]);

#endif
