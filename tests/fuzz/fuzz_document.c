/*
 * Any bytes as packet documents, or, where the first is odd, as a choice of words that such documents are made of. What can be
 * read is built. Refusals can be shown.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "craft/documents.h"
#include "fuzz.h"
#include "fuzz_source.h"

enum { PATH_SIZE = 64, FIELD_WORDS = 200 };

static const char *const words[] = {"{",
                                    "}",
                                    "[",
                                    "]",
                                    ",",
                                    ":",
                                    "\n",
                                    "\"",
                                    "\\",
                                    "\\u0000",
                                    "\"layers\":[",
                                    "{\"layer\":",
                                    "\"type\":\"packet\"",
                                    "\"hex\":\"00ff\"",
                                    "\"text\":\"a\"",
                                    "\"time\":\"2026-11-22T10:00:00Z\"",
                                    "\"link_type\":\"RAW\"",
                                    "\"buffer\":\"reassembled\"",
                                    "true",
                                    "null",
                                    "0",
                                    "17",
                                    "65536",
                                    "-1",
                                    "1e30",
                                    "\"0x0123456789abcdef\"",
                                    "\"::1\"",
                                    "\"10.0.0.1\"",
                                    "\"02:00:00:00:00:01\"",
                                    "]}",
                                    "\"}",
                                    "},{\"layer\":"};

enum { WORDS = sizeof words / sizeof *words };

/* Layers, and one of the keys of each. */
static void put_name(struct udpi_sink *text, uint8_t choice) {
    const struct udpi_protocol *protocol = udpi_protocols[choice % udpi_protocol_count];
    bool is_key = choice % 2 && protocol->field_count > 0;
    udpi_sink_puts(text, "\"");
    udpi_sink_puts(text, is_key ? protocol->fields[choice % protocol->field_count].key : protocol->key);
    udpi_sink_puts(text, is_key ? "\":" : "\"");
}

static void put_words(struct udpi_sink *text, const uint8_t *bytes, size_t size) {
    for (size_t i = 1; i < size; i++)
        if (bytes[i] < FIELD_WORDS)
            udpi_sink_puts(text, words[bytes[i] % WORDS]);
        else if (i + 1 < size)
            put_name(text, bytes[++i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char path[PATH_SIZE];
    struct udpi_error error;
    struct udpi_sink text;
    int file = memfd_create("document", 0);
    if (file < 0 || !udpi_sink_open(&text, NULL, NULL))
        abort();
    if (size > 0 && bytes[0] % 2)
        put_words(&text, bytes, size);
    else
        udpi_sink_write(&text, (const char *)bytes, size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (write(file, text.bytes, text.used) != (ssize_t)text.used)
        abort();
    struct udpi_documents *documents = udpi_documents_open(path, &error);
    if (!documents)
        abort();
    const struct udpi_source source = udpi_documents_source(documents);
    fuzz_source(&source);
    udpi_documents_close(documents);
    udpi_sink_close(&text);
    close(file);
    return 0;
}
