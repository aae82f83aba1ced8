/*
 * Any text as the words of a command line, one a line: of udpinspect, or, where the first byte is odd, of udpgen send. What is refused
 * is refused in words that can be shown; of addresses the page is written, ports are told to a decoder.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/udpgen_send_options.h"
#include "cli/udpinspect_address.h"
#include "cli/udpinspect_decoding.h"
#include "fuzz.h"
#include "fuzz_output.h"

enum { MOST_WORDS = 16 };

static void write_address(const struct udpi_inspect_options *options) {
    struct udpi_error error = {.status = UDPI_OK};
    struct udpi_sink page;
    if (!udpi_sink_open(&page, NULL, NULL))
        fuzz_breach("no memory", NULL);
    udpi_inspect_address_page(options, &page, &error);
    if (error.status != UDPI_OK)
        fuzz_check_error(&error);
    udpi_sink_write(&page, "", 1);
    fuzz_check_text(page.bytes, page.used - 1, FUZZ_LINES | FUZZ_TABS | FUZZ_COLORS);
    udpi_sink_close(&page);
}

/* A decoder is slow to make: only where there is something to tell it. */
static void tell_decoder(const struct udpi_inspect_options *options) {
    static struct udpi_decoder *decoder;
    struct udpi_error error = {.status = UDPI_OK};
    if (!decoder && !(decoder = udpi_decoder_create()))
        fuzz_breach("no memory", NULL);
    if (udpi_inspect_set_decoding(options, decoder, &error) != UDPI_OK)
        fuzz_check_error(&error);
}

static void read_inspect(int count, char **words) {
    struct udpi_inspect_options options;
    struct udpi_operands filter;
    struct udpi_error error = {.status = UDPI_OK};
    if (udpi_inspect_options_parse(count, words, &options, &filter, &error) != UDPI_OK) {
        fuzz_check_error(&error);
        return;
    }
    if (options.address && strcmp(options.address, "-") != 0)
        write_address(&options);
    if (options.decode_as.count > 0)
        tell_decoder(&options);
}

static void read_send(int count, char **words) {
    struct udpi_gen_send_values values;
    struct udpi_error error = {.status = UDPI_OK};
    if (udpi_gen_send_parse(count, words, &values, &error) != UDPI_OK)
        fuzz_check_error(&error);
}

static int split(char *text, char **words) {
    int count = 0;
    for (char *rest = text; rest && count < MOST_WORDS;)
        words[count++] = strsep(&rest, "\n");
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char *words[MOST_WORDS + 1] = {NULL};
    char *text = size > 0 ? malloc(size) : NULL; /* not more, so that a sanitizer sees one byte too many */
    if (!text)
        return 0;
    memcpy(text, bytes + 1, size - 1);
    text[size - 1] = '\0';
    int count = split(text, words);
    if (bytes[0] % 2)
        read_send(count, words);
    else
        read_inspect(count, words);
    free(text);
    return 0;
}
