#include "core/link_type.h"

#include <stddef.h>

static const struct pair {
    uint16_t in_file, dlt;
} pairs[] = {
    {100, 11}, /* ATM_RFC1483 */
    {101, 12}, /* RAW */
    {102, 15}, /* SLIP_BSDOS */
    {103, 16}, /* PPP_BSDOS */
    {106, 19}, /* ATM_CLIP */
};

uint16_t udpi_link_type_from_file(uint16_t link_type) {
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].in_file == link_type)
            return pairs[i].dlt;
    return link_type;
}

uint16_t udpi_link_type_to_file(uint16_t dlt) {
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].dlt == dlt)
            return pairs[i].in_file;
    return dlt;
}
