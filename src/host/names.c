#include "host/names.h"

#include <inttypes.h>
#include <net/if.h>
#include <pwd.h>
#include <stdio.h>

_Static_assert(UDPI_INTERFACE_WORD_SIZE >= IFNAMSIZ, "if_indextoname writes so many bytes");

const char *udpi_user_name(uint32_t id, char name[UDPI_USER_NAME_SIZE]) {
    const struct passwd *entry = getpwuid(id);
    snprintf(name, UDPI_USER_NAME_SIZE, "%s", entry ? entry->pw_name : "");
    return name;
}

const char *udpi_interface_word(uint32_t index, char name[UDPI_INTERFACE_WORD_SIZE]) {
    if (!if_indextoname(index, name))
        snprintf(name, UDPI_INTERFACE_WORD_SIZE, "%" PRIu32, index);
    return name;
}
