#include "render/recall.h"

#include <stdlib.h>

struct udpi_recall *udpi_recall_create(size_t count) {
    struct udpi_recall *recalls = calloc(count * UDPI_RECALL_SLOTS, sizeof *recalls);
    for (size_t i = 0; recalls && i < count * UDPI_RECALL_SLOTS; i++)
        recalls[i].key.low = i + 1; /* which belongs into the slot behind: no key is known yet */
    return recalls;
}
