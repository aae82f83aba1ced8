/*
 * Writes inputs for fuzz_protocol.c: of each case in the folder of a protocol, what follows its first UDP header.
 *
 *     protocol_seeds CASES FOLDER
 */
#include <err.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "golden_case.h"

enum { PATH_SIZE = 4096 };

/* The protocol whose case it is: "…/NAME/CASE.hex"; *name is the name of the case. */
static int find_protocol(char *path, const char **name) {
    path[strlen(path) - strlen(".hex")] = '\0';
    *name = basename(path);
    const char *key = basename(dirname(path));
    for (size_t i = 0; i < udpi_protocol_count; i++)
        if (strcmp(udpi_protocols[i]->key, key) == 0)
            return (int)i;
    return -1;
}

/* What follows the first UDP header, to the end of what was captured. */
static struct udpi_content find_payload(const struct udpi_packet *packet) {
    for (unsigned i = 0; i < packet->layer_count; i++) {
        const struct udpi_layer *layer = &packet->layers[i];
        const struct udpi_buffer *buffer = &packet->buffers[layer->buffer];
        uint32_t behind = layer->offset + layer->size;
        if (strcmp(layer->protocol->key, "udp") == 0)
            return (struct udpi_content){buffer->bytes + behind, buffer->size - behind};
    }
    return (struct udpi_content){NULL, 0};
}

static void write_seed(const char *path, uint8_t protocol, struct udpi_content payload) {
    const uint8_t head[] = {protocol, 0};
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(head, sizeof head, 1, file) != 1 ||
        (payload.count > 0 && fwrite(payload.bytes, payload.count, 1, file) != 1) || fclose(file) != 0)
        err(2, "%s", path);
}

static unsigned convert(struct udpi_decoder *decoder, char *path, const char *folder) {
    char seed[PATH_SIZE];
    const char *name;
    struct golden_case c = golden_case_read(path);
    struct udpi_content payload = find_payload(golden_case_decode(&c, decoder, c.bytes, c.captured));
    int protocol = find_protocol(path, &name);
    bool is_seed = payload.bytes && protocol >= 0;
    if (is_seed) {
        snprintf(seed, sizeof seed, "%s/%s-%s", folder, udpi_protocols[protocol]->key, name);
        write_seed(seed, (uint8_t)protocol, payload);
    }
    golden_case_free(&c);
    return is_seed;
}

int main(int argc, char **argv) {
    if (argc != 3)
        errx(2, "usage: protocol_seeds CASES FOLDER");
    struct udpi_decoder *decoder = udpi_decoder_create();
    if (!decoder)
        errx(2, "out of memory");
    mkdir(argv[2], 0777);
    char **paths = golden_case_list(argv[1]);
    unsigned seeds = 0;
    for (size_t i = 0; paths[i]; i++) {
        seeds += convert(decoder, paths[i], argv[2]);
        free(paths[i]);
    }
    free(paths);
    udpi_decoder_free(decoder);
    printf("protocol_seeds: %u written\n", seeds);
    return seeds == 0;
}
