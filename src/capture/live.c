/* Frames from an interface. */
#include <limits.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/filter.h"
#include "capture/interfaces.h"
#include "capture/source.h"

enum {
    LONGEST_FRAME = 262144, /* libpcap's own limit */
    /* After this time the kernel hands over what has come. The buffer consists of blocks of 256 KiB, and each time uses
       one up, however little is in it: a short time means many wake-ups and a small reserve. */
    HAND_OVER_MS = 10,
};

static const int64_t SECOND = 1000000000;

/* libpcap counts in 32 bits, which overflow within hours: its counts are added up every so many frames. */
static const uint64_t COUNT_EVERY = 1 << 24;

struct live {
    pcap_t *pcap;
    uint64_t next_count; /* number of the frame before which to add up again */
    struct pcap_stat last;
    struct udpi_capture_counts counts;
};

static bool is_any(const char *name) {
    return strcmp(name, "any") == 0;
}

static enum udpi_status refuse_permission(const char *name, struct udpi_error *error) {
    char program[256];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    return udpi_error_set(error, UDPI_PERMISSION,
                          "%.32s: no permission to capture; run: sudo setcap cap_net_raw,cap_net_admin=eip %s", name,
                          length > 0 ? program : "udpinspect");
}

static enum udpi_status refuse(const char *name, pcap_t *pcap, int why, struct udpi_error *error) {
    switch (why) {
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED: return refuse_permission(name, error);
    case PCAP_ERROR_IFACE_NOT_UP:
        return udpi_error_set(error, UDPI_FAILED, "%s: the interface is down; run: sudo ip link set %s up", name, name);
    default:
        return udpi_error_set(error, UDPI_FAILED, "%s: %s", name,
                              why == PCAP_ERROR ? pcap_geterr(pcap) : pcap_statustostr(why));
    }
}

static int buffer_bytes(int kib) {
    return kib > INT_MAX / 1024 ? INT_MAX : 1024 * (kib > 0 ? kib : UDPI_CAPTURE_BUFFER_KIB);
}

static enum udpi_status activate(struct live *live, const char *name, const struct udpi_capture_options *options,
                                 struct udpi_error *error) {
    char why[PCAP_ERRBUF_SIZE] = "";
    pcap_t *pcap = live->pcap = pcap_create(name, why);
    if (!pcap)
        return udpi_error_set(error, UDPI_FAILED, "%s: %s", name, why);
    bool is_cut = options->snapshot > 0 && options->snapshot < LONGEST_FRAME;
    pcap_set_snaplen(pcap, is_cut ? options->snapshot : LONGEST_FRAME);
    pcap_set_promisc(pcap, !options->is_not_promiscuous && !is_any(name));
    pcap_set_timeout(pcap, HAND_OVER_MS);
    pcap_set_buffer_size(pcap, buffer_bytes(options->buffer_kib));
    pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
    int result = pcap_activate(pcap);
    if (result < 0)
        return refuse(name, pcap, result, error);
    /* Version 2 names the interface; where it cannot be had, version 1 stays. */
    if (is_any(name))
        pcap_set_datalink(pcap, DLT_LINUX_SLL2);
    return pcap_setnonblock(pcap, 1, why) == 0 ? UDPI_OK : udpi_error_set(error, UDPI_FAILED, "%s: %s", name, why);
}

static enum udpi_status install_filter(pcap_t *pcap, const char *name, const char *text, struct udpi_error *error) {
    char why[PCAP_ERRBUF_SIZE];
    bpf_u_int32 network, mask;
    struct bpf_program program;
    if (is_any(name) || pcap_lookupnet(name, &network, &mask, why) != 0)
        mask = PCAP_NETMASK_UNKNOWN;
    if (pcap_compile(pcap, &program, text, 1, mask) != 0)
        return udpi_filter_refuse(text, pcap_geterr(pcap), error);
    int result = pcap_setfilter(pcap, &program);
    pcap_freecode(&program);
    return result == 0 ? UDPI_OK : udpi_error_set(error, UDPI_FAILED, "%s: %s", name, pcap_geterr(pcap));
}

static void take_frame(u_char *context, const struct pcap_pkthdr *header, const u_char *bytes) {
    struct udpi_capture *capture = (void *)context;
    struct udpi_frame *frame = &capture->frame;
    frame->bytes = bytes;
    frame->captured = header->caplen;
    frame->length = header->len;
    frame->time = header->ts.tv_sec * SECOND + header->ts.tv_usec;
    frame->number++;
    if (!udpi_capture_deliver(capture))
        pcap_breakloop(((struct live *)capture->state)->pcap);
}

static void add_up(struct live *live) {
    struct pcap_stat now;
    if (pcap_stats(live->pcap, &now) != 0)
        return;
    live->counts.received += now.ps_recv - live->last.ps_recv;
    live->counts.dropped_kernel += now.ps_drop - live->last.ps_drop;
    live->counts.dropped_interface += now.ps_ifdrop - live->last.ps_ifdrop;
    live->last = now;
}

static void count_live(struct udpi_capture *capture, struct udpi_capture_counts *counts) {
    struct live *live = capture->state;
    add_up(live);
    *counts = live->counts;
}

static enum udpi_source_state read_live(struct udpi_capture *capture, struct udpi_error *error) {
    struct live *live = capture->state;
    if (capture->frame.number >= live->next_count) {
        add_up(live);
        live->next_count = capture->frame.number + COUNT_EVERY;
    }
    int count = pcap_dispatch(live->pcap, UDPI_CAPTURE_BATCH, take_frame, (u_char *)capture);
    if (count == 0)
        return UDPI_SOURCE_WAITING;
    if (count > 0 || count == PCAP_ERROR_BREAK)
        return UDPI_SOURCE_MORE;
    bool is_there = udpi_interface_exists(capture->name);
    udpi_error_set(error, UDPI_FAILED, "%s: %s; what came before it was read", capture->name,
                   is_there ? pcap_geterr(live->pcap) : "the interface has gone away");
    return UDPI_SOURCE_FAILED;
}

static void close_live(void *state) {
    struct live *live = state;
    if (live->pcap)
        pcap_close(live->pcap);
    free(live);
}

static const struct udpi_source live_source = {read_live, count_live, close_live};

enum udpi_status udpi_live_open(struct udpi_capture *capture, const struct udpi_capture_options *options,
                                struct udpi_error *error) {
    capture->is_live = true;
    capture->source = &live_source;
    capture->name = udpi_interface_resolve(options->interface, error);
    if (!capture->name)
        return error->status;
    if (!udpi_interface_exists(capture->name))
        return udpi_error_set(error, UDPI_FAILED, "%s: no such interface; udpinspect -D lists them", capture->name);
    struct live *live = capture->state = calloc(1, sizeof *live);
    if (!live)
        return udpi_error_set(error, UDPI_FAILED, "%s: no memory to capture", capture->name);
    enum udpi_status status = activate(live, capture->name, options, error);
    if (status == UDPI_OK && options->filter && options->filter[0])
        status = install_filter(live->pcap, capture->name, options->filter, error);
    if (status != UDPI_OK)
        return status;
    capture->fd = pcap_get_selectable_fd(live->pcap);
    capture->frame.interface = capture->name;
    capture->frame.mtu = is_any(capture->name) ? 0 : udpi_interface_mtu(capture->name);
    capture->frame.link_type = (uint16_t)pcap_datalink(live->pcap);
    capture->frame.link_type_name = pcap_datalink_val_to_name(capture->frame.link_type);
    return UDPI_OK;
}
