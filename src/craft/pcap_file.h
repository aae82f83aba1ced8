/* A capture file that is written: classic pcap with microseconds, which every tool reads. */
#ifndef UDPI_CRAFT_PCAP_FILE_H
#define UDPI_CRAFT_PCAP_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"

struct udpi_pcap_file;

struct udpi_pcap_file_options {
    const char *path;   /* NULL or "-" for standard output, which must not be a terminal */
    uint16_t link_type; /* libpcap's DLT_ number */
    uint32_t snapshot;  /* bytes of each packet that are kept; 0 for all */
    bool overwrites;    /* an existing regular file may be replaced; without it, it is left alone */
};

/* Makes the file with its header. On failure gives NULL. */
struct udpi_pcap_file *udpi_pcap_file_open(const struct udpi_pcap_file_options *options, struct udpi_error *error);

/* Whether a capture file has room for this time, in nanoseconds since 1970: the seconds have 32 bits. */
bool udpi_pcap_file_holds(int64_t time);

/* Adds a packet; the time is one that a file has room for, and is cut to microseconds. */
enum udpi_status udpi_pcap_file_write(struct udpi_pcap_file *file, const uint8_t *bytes, uint32_t size, int64_t time,
                                      struct udpi_error *error);

/* Ends the file and frees it. Only its success says that everything is written: a full disk may show here first. */
enum udpi_status udpi_pcap_file_close(struct udpi_pcap_file *file, struct udpi_error *error);

/* The DLT_ number of a link type by libpcap's name without DLT_, or by the number itself; -1 for an unknown name. */
int udpi_pcap_file_link_type(const char *name);

/* libpcap's name of a link type without DLT_, for messages. */
const char *udpi_pcap_file_link_name(uint16_t link_type);

#endif
