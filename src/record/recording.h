/* Frames into capture files, one after the other: what -w, -C, -G and -W of the programs mean. */
#ifndef UDPI_RECORD_RECORDING_H
#define UDPI_RECORD_RECORDING_H

#include <stdbool.h>

#include <udpinspect/packet.h>

#include "core/error.h"

struct udpi_recording;

/* What pointers point to must live as long as the recording. */
struct udpi_recording_options {
    const char *path;    /* "-" for standard output, which must not be a terminal; *.pcapng makes pcapng, else pcap */
    const char *source;  /* file that is being read, never to be replaced; "-" for standard input, NULL for none */
    uint64_t most_bytes; /* of a file: a packet that would make it larger goes to the next; 0 for no limit */
    uint64_t most_files; /* by size: a ring of that many; by time: after these the recording ends; 0 for no limit */
    uint32_t period;     /* seconds from one file to the next; 0 for no limit */
    uint32_t snapshot;   /* bytes that are kept of a packet; 0 for all, up to UDPI_LONGEST_FRAME */
    struct udpi_frame like; /* link type and interface for the header of a file without packets */
    bool is_live;           /* files begin by the clock, not only by the times of packets */
    bool has_micros;        /* pcap with microseconds; otherwise nanoseconds */
    bool overwrites;        /* regular files that exist may be replaced */
    bool is_unbuffered;     /* each packet is handed over at once */
};

/*
 * Names. With `period` the file's part of the path goes through strftime(3), with the local time at which the period
 * begins; the folder is taken as it stands. Where that gives the name of the file before, or there is no period, a
 * number is appended: x.pcap, x.pcap1, x.pcap2, …; in a ring of 10 files x.pcap0 to x.pcap9, with as many digits as the
 * last one needs.
 *
 * Nothing that exists is replaced without `overwrites`, but for the files of the ring itself. The first file, and each
 * of a ring, must be new; numbers of later files that are taken are left out.
 *
 * Periods begin with the first packet's second and follow each other without gap; live the first begins now. A period
 * without packets makes no file. Live, a file is also ended by the clock, a second after its period.
 */

/* Opens the folder and, unless its name depends on the first packet, the first file. On failure gives NULL. */
struct udpi_recording *udpi_recording_open(const struct udpi_recording_options *options, struct udpi_error *error);

/* What it holds open, for whoever gives up privileges meanwhile. */
struct udpi_recording_holdings {
    int directory;    /* -1 for standard output */
    int file;         /* -1 while there is none */
    bool makes_files; /* more of them come, in the directory */
};
void udpi_recording_hold(const struct udpi_recording *recording, struct udpi_recording_holdings *holdings);

/*
 * Adds the packet. A time that the file has no room for (pcap: before 1970, after 2106) is written as 0. Gives false
 * where the packet is not written, because of a failure or because the last file is full.
 */
bool udpi_recording_write(struct udpi_recording *recording, const struct udpi_frame *frame);

/* Hands over what is in the buffer; to be called whenever no packet is waiting. Gives false where the recording has
   ended. */
bool udpi_recording_rest(struct udpi_recording *recording);

struct udpi_recording_counts {
    uint64_t packets; /* that were written; those a ring has replaced count too */
    uint64_t files;   /* that were begun */
    uint64_t cut;     /* of the packets, to UDPI_LONGEST_FRAME, where the options do not say how many bytes are kept */
};
void udpi_recording_count(const struct udpi_recording *recording, struct udpi_recording_counts *counts);

/*
 * Ends the last file. Only this says that all is written. Sets *error where something failed, now or before, unless it
 * tells of something already; a reader of the output that went away (EPIPE) is no failure. After a failed write, the
 * file is cut back to its last whole packet. Gives error->status.
 */
enum udpi_status udpi_recording_end(struct udpi_recording *recording, struct udpi_error *error);

void udpi_recording_free(struct udpi_recording *recording); /* NULL is fine */

#endif
