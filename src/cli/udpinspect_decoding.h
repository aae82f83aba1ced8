/* What the user wants decoded: --decode-as, --sensitive. */
#ifndef UDPI_CLI_UDPINSPECT_DECODING_H
#define UDPI_CLI_UDPINSPECT_DECODING_H

#include <udpinspect/decoder.h>

#include "cli/udpinspect_options.h"

/* Tells the decoder. UDPI_USAGE where one of --decode-as is not "udp.port=PORT:NAME", with the name of a protocol or "none". */
enum udpi_status udpi_inspect_set_decoding(const struct udpi_inspect_options *options, struct udpi_decoder *decoder,
                                           struct udpi_error *error);

#endif
