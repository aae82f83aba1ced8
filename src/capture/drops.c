#include "capture/drops.h"

#include <fcntl.h>
#include <linux/if_packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NUMBER_SIZE = 32 };

#ifndef SOL_PACKET
#define SOL_PACKET 263 /* packet(7) */
#endif

static bool read_number(int file, uint64_t *number) {
    char text[NUMBER_SIZE];
    ssize_t size = file < 0 ? -1 : pread(file, text, sizeof text - 1, 0);
    if (size <= 0)
        return false;
    text[size] = '\0';
    *number = strtoull(text, NULL, 10);
    return true;
}

void udpi_drops_open(struct udpi_drops *drops, pcap_t *pcap, const char *name) {
    static const char *const files[UDPI_DROP_FILES] = {"rx_missed_errors", "rx_fifo_errors"};
    *drops = (struct udpi_drops){.pcap = pcap};
    for (int i = 0; i < UDPI_DROP_FILES; i++) {
        char path[128];
        snprintf(path, sizeof path, "/sys/class/net/%.32s/statistics/%s", name, files[i]);
        drops->files[i] = open(path, O_RDONLY | O_CLOEXEC);
        read_number(drops->files[i], &drops->numbers[i]);
    }
}

void udpi_drops_close(struct udpi_drops *drops) {
    for (int i = 0; i < UDPI_DROP_FILES && drops->pcap; i++)
        if (drops->files[i] >= 0)
            close(drops->files[i]);
}

static void add_interface(struct udpi_drops *drops) {
    for (int i = 0; i < UDPI_DROP_FILES; i++) {
        uint64_t number;
        if (!read_number(drops->files[i], &number))
            continue;
        if (number > drops->numbers[i])
            drops->counts.dropped_interface += number - drops->numbers[i];
        drops->numbers[i] = number;
    }
}

/* Of a packet socket each look begins to count anew: packet(7). */
static bool add_socket(struct udpi_drops *drops) {
    struct tpacket_stats counts;
    socklen_t size = sizeof counts;
    if (getsockopt(pcap_fileno(drops->pcap), SOL_PACKET, PACKET_STATISTICS, &counts, &size) != 0)
        return false;
    drops->counts.received += counts.tp_packets;
    drops->counts.dropped_kernel += counts.tp_drops;
    return true;
}

/* Of the other sources of libpcap, which add up themselves. */
static void add_other(struct udpi_drops *drops) {
    struct pcap_stat now;
    if (pcap_stats(drops->pcap, &now) != 0)
        return;
    drops->counts.received += now.ps_recv - drops->last.ps_recv;
    drops->counts.dropped_kernel += now.ps_drop - drops->last.ps_drop;
    drops->last = now;
}

void udpi_drops_add_up(struct udpi_drops *drops) {
    add_interface(drops);
    if (!add_socket(drops))
        add_other(drops);
}
