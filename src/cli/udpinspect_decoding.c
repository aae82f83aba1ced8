#include "cli/udpinspect_decoding.h"

#include <stdlib.h>
#include <string.h>

#include "core/nearest.h"

static const char beginning[] = "udp.port=";

/* The port behind "udp.port=", up to the colon; *name is what follows. False where it is none. */
static bool parse_port(const char *text, uint16_t *port, const char **name) {
    size_t length = sizeof beginning - 1;
    if (strncmp(text, beginning, length) != 0)
        return false;
    size_t digits = strspn(text + length, "0123456789");
    unsigned long number = strtoul(text + length, NULL, 10);
    *port = (uint16_t)number;
    *name = text + length + digits + 1;
    return digits > 0 && digits <= 5 && number <= UINT16_MAX && text[length + digits] == ':' && **name;
}

/* Whether it can be what follows UDP. */
static bool is_choice(const struct udpi_protocol *protocol) {
    return !protocol->is_invisible && !protocol->is_data;
}

static enum udpi_status refuse_name(const char *text, const char *name, struct udpi_error *error) {
    struct udpi_nearest nearest = {.word = name};
    for (size_t i = 0; i < udpi_protocol_count; i++)
        if (is_choice(udpi_protocols[i]))
            udpi_nearest_offer(&nearest, udpi_protocols[i]->key);
    if (nearest.found)
        return udpi_error_set(error, UDPI_USAGE, "--decode-as %s: no protocol of that name; did you mean %s?", text,
                              nearest.found);
    return udpi_error_set(error, UDPI_USAGE, "--decode-as %s: no protocol of that name; --list-protocols has them",
                          text);
}

static enum udpi_status decode_as(const char *text, struct udpi_decoder *decoder, struct udpi_error *error) {
    uint16_t port;
    const char *name;
    if (!parse_port(text, &port, &name))
        return udpi_error_set(error, UDPI_USAGE, "--decode-as %s: give udp.port=PORT:NAME, as in udp.port=5004:rtp",
                              text);
    const struct udpi_protocol *protocol = strcmp(name, "none") == 0 ? NULL : udpi_protocol_find(name);
    if (protocol ? !is_choice(protocol) : strcmp(name, "none") != 0)
        return refuse_name(text, name, error);
    udpi_decoder_decode_as(decoder, port, protocol);
    return UDPI_OK;
}

enum udpi_status udpi_inspect_set_decoding(const struct udpi_inspect_options *options, struct udpi_decoder *decoder,
                                           struct udpi_error *error) {
    udpi_decoder_show_secrets(decoder, options->has_secrets);
    for (unsigned i = 0; i < options->decode_as.count; i++)
        if (decode_as(options->decode_as.words[i], decoder, error) != UDPI_OK)
            return error->status;
    return UDPI_OK;
}
