#include "inject/injector.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "core/bytes.h"
#include "core/wait.h"
#include "inject/link.h"
#include "inject/segments.h"
#include "model/numbers.h"

enum {
    BATCH = 64,    /* packets to one system call; more make it no faster */
    ROOM = 524288, /* bytes of frames that wait */
    ETHERTYPE_AT = 12,
    VLAN_TAG = 4,
    PAUSE = 200000, /* nanoseconds until a full queue is tried again */
    MOST_PAUSES = 5000,
};

struct udpi_injector {
    struct udpi_link link;
    enum udpi_offload offload;
    bool renumbers;
    const volatile sig_atomic_t *stop;
    int socket;
    struct udpi_injector_counts counts;

    unsigned count; /* packets that wait; `used` bytes of `room` belong to them */
    uint32_t used;
    struct udpi_segments packets[BATCH];
    struct virtio_net_hdr headers[BATCH];
    struct iovec pieces[BATCH][2]; /* header and bytes */
    struct mmsghdr messages[BATCH];
    uint8_t room[ROOM];
};

/* --- opening ------------------------------------------------------------------------------------------------------ */

static enum udpi_status refuse_socket(const char *name, struct udpi_error *error) {
    if (errno != EPERM && errno != EACCES)
        return udpi_error_set(error, UDPI_FAILED, "%s: %s", name, strerror(errno));
    char program[256];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    return udpi_error_set(error, UDPI_PERMISSION,
                          "%s: no permission to send frames; run: sudo setcap cap_net_raw=eip %s", name,
                          length > 0 ? program : "udpgen");
}

/* With protocol 0 the socket receives nothing. */
static enum udpi_status open_socket(struct udpi_injector *injector, struct udpi_error *error) {
    const char *name = injector->link.name;
    const struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = injector->link.index};
    injector->socket = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (injector->socket < 0)
        return refuse_socket(name, error);
    if (bind(injector->socket, (const struct sockaddr *)&address, sizeof address) != 0)
        return udpi_error_set(error, UDPI_FAILED, "%s: %s", name, strerror(errno));
    return UDPI_OK;
}

/* Without it each message is a frame and nothing else. */
static void choose_offload(struct udpi_injector *injector, enum udpi_offload wanted) {
    bool is_possible = injector->link.header > 0 && (wanted == UDPI_OFFLOAD_ALL || injector->link.hands_on_pieces);
    injector->renumbers = wanted == UDPI_OFFLOAD_ALL;
    injector->offload = is_possible ? wanted : UDPI_OFFLOAD_OFF;
    if (injector->offload != UDPI_OFFLOAD_OFF &&
        setsockopt(injector->socket, SOL_PACKET, PACKET_VNET_HDR, &(int){1}, sizeof(int)) != 0)
        injector->offload = UDPI_OFFLOAD_OFF;
}

static void lay_out_messages(struct udpi_injector *injector) {
    bool has_headers = injector->offload != UDPI_OFFLOAD_OFF;
    for (unsigned i = 0; i < BATCH; i++) {
        injector->pieces[i][0] = (struct iovec){&injector->headers[i], sizeof *injector->headers};
        injector->messages[i].msg_hdr = (struct msghdr){
            .msg_iov = has_headers ? injector->pieces[i] : injector->pieces[i] + 1,
            .msg_iovlen = has_headers ? 2 : 1,
        };
    }
}

struct udpi_injector *udpi_injector_open(const struct udpi_injector_options *options, struct udpi_error *error) {
    struct udpi_injector *injector = calloc(1, sizeof *injector);
    if (!injector) {
        udpi_error_set(error, UDPI_FAILED, "no memory to send frames");
        return NULL;
    }
    injector->stop = options->stop;
    injector->socket = -1;
    if (udpi_link_find(&injector->link, options->interface, error) != UDPI_OK ||
        open_socket(injector, error) != UDPI_OK) {
        udpi_injector_close(injector);
        return NULL;
    }
    choose_offload(injector, options->offload);
    lay_out_messages(injector);
    return injector;
}

void udpi_injector_close(struct udpi_injector *injector) {
    if (injector && injector->socket >= 0)
        close(injector->socket);
    free(injector);
}

uint16_t udpi_injector_link_type(const struct udpi_injector *injector) {
    return injector->link.link_type;
}

uint32_t udpi_injector_mtu(const struct udpi_injector *injector) {
    return injector->link.mtu;
}

const struct udpi_injector_counts *udpi_injector_count(const struct udpi_injector *injector) {
    return &injector->counts;
}

/* --- handing over ------------------------------------------------------------------------------------------------- */

static void count_sent(struct udpi_injector *injector, unsigned first, unsigned count) {
    for (unsigned i = first; i < first + count; i++) {
        const struct udpi_segments *packet = &injector->packets[i];
        injector->counts.frames += packet->count;
        injector->counts.bytes += packet->size + (uint64_t)(packet->count - 1) * packet->header;
        injector->counts.merged += packet->count > 1 ? packet->count : 0;
    }
}

/* Once more, until the queue has room. A packet of many frames is not tried again: some of them may have left. */
static bool is_worth_waiting(const struct udpi_injector *injector, unsigned at, unsigned *pauses) {
    udpi_wait(NULL, 0, udpi_moment_now() + PAUSE, injector->stop);
    return injector->packets[at].count == 1 && !*injector->stop && ++*pauses < MOST_PAUSES;
}

/* Sends the frames of a packet that the kernel cannot split, each by itself. */
static bool send_split(struct udpi_injector *injector, const struct udpi_segments *packet) {
    uint8_t frame[UDPI_SEGMENTS_ROOM];
    struct virtio_net_hdr none = {0};
    for (uint32_t i = 0; i < packet->count; i++) {
        struct iovec pieces[] = {{&none, sizeof none}, {frame, udpi_segments_split(packet, i, frame)}};
        if (writev(injector->socket, pieces, 2) < 0)
            return false;
        injector->counts.frames++;
        injector->counts.bytes += pieces[1].iov_len;
    }
    return true;
}

static enum udpi_status fail(const struct udpi_injector *injector, struct udpi_error *error) {
    const char *name = injector->link.name, *why = strerror(errno);
    if (errno == ENETDOWN || errno == ENXIO || errno == ENODEV)
        why = if_nametoindex(name) ? "the interface has gone down" : "the interface has gone away";
    return udpi_error_set(error, UDPI_FAILED, "%s: %s; what came before it was sent", name, why);
}

/* Decides about the packet that the kernel did not take, by errno: *at is then behind it, or still there to be tried again. */
static enum udpi_status handle(struct udpi_injector *injector, unsigned *at, unsigned *pauses,
                               struct udpi_error *error) {
    const struct udpi_segments *packet = &injector->packets[*at];
    switch (errno) {
    case EINTR: return UDPI_OK;
    case ENOBUFS:
    case EAGAIN:
        if (is_worth_waiting(injector, *at, pauses))
            return UDPI_OK;
        injector->counts.refused += packet->count;
        break;
    case EMSGSIZE: injector->counts.too_large += packet->count; break; /* the MTU has been lowered meanwhile */
    case EINVAL:
        /* Linux before 6.2 does not know how to split UDP from here. */
        injector->offload = UDPI_OFFLOAD_OFF;
        if (packet->count > 1 && send_split(injector, packet))
            break;
        return fail(injector, error);
    default: return fail(injector, error);
    }
    ++*at;
    *pauses = 0;
    return UDPI_OK;
}

static void close_packets(struct udpi_injector *injector) {
    for (unsigned i = 0; i < injector->count; i++) {
        udpi_segments_finish(&injector->packets[i], &injector->headers[i]);
        injector->pieces[i][1] = (struct iovec){injector->packets[i].bytes, injector->packets[i].size};
    }
}

static enum udpi_status hand_over(struct udpi_injector *injector, struct udpi_error *error) {
    enum udpi_status status = UDPI_OK;
    unsigned at = 0, pauses = 0;
    while (at < injector->count && status == UDPI_OK) {
        int count = sendmmsg(injector->socket, injector->messages + at, injector->count - at, 0);
        if (count > 0) {
            count_sent(injector, at, (unsigned)count);
            at += (unsigned)count;
        } else if (errno == EINTR && *injector->stop) {
            break;
        } else {
            status = handle(injector, &at, &pauses, error);
        }
    }
    return status;
}

enum udpi_status udpi_injector_flush(struct udpi_injector *injector, struct udpi_error *error) {
    close_packets(injector);
    enum udpi_status status = hand_over(injector, error);
    memset(injector->headers, 0, injector->count * sizeof *injector->headers);
    injector->count = 0;
    injector->used = 0;
    return status;
}

/* --- taking ------------------------------------------------------------------------------------------------------- */

/* What the kernel lets pass: on Ethernet the MTU counts behind the header, and behind a VLAN tag. */
static uint32_t find_limit(const struct udpi_injector *injector, const uint8_t *frame) {
    bool has_tag = injector->link.header > ETHERTYPE_AT && udpi_load_be16(frame + ETHERTYPE_AT) == UDPI_ETHERTYPE_VLAN;
    uint32_t limit = injector->link.mtu + injector->link.header + (has_tag ? VLAN_TAG : 0);
    return limit < ROOM ? limit : ROOM;
}

/* Whether the frame can leave at all; counted if not. */
static bool can_leave(struct udpi_injector *injector, const uint8_t *bytes, uint32_t size) {
    if (size == 0 || size < injector->link.header) {
        injector->counts.too_short++;
        return false;
    }
    bool is_too_large = size > find_limit(injector, bytes);
    injector->counts.too_large += is_too_large;
    return !is_too_large;
}

static bool join(struct udpi_injector *injector, const uint8_t *bytes, uint32_t size) {
    if (injector->count == 0 || injector->offload == UDPI_OFFLOAD_OFF)
        return false;
    struct udpi_segments *last = &injector->packets[injector->count - 1];
    uint32_t room = ROOM - (uint32_t)(last->bytes - injector->room);
    if (!udpi_segments_add(last, bytes, size, room, injector->renumbers))
        return false;
    injector->used = ROOM - room + last->size;
    return true;
}

/* Where neighbours are not put together, the same frame once more shares the bytes of the one before. */
static bool repeat(struct udpi_injector *injector, const uint8_t *bytes, uint32_t size) {
    if (injector->count == 0 || injector->count == BATCH)
        return false;
    const struct udpi_segments *last = &injector->packets[injector->count - 1];
    if (last->count > 1 || last->size != size || memcmp(last->bytes, bytes, size) != 0)
        return false;
    struct udpi_segments *packet = &injector->packets[injector->count++];
    *packet = *last;
    packet->header = 0; /* nothing is put to it: its bytes are those of another, too */
    return true;
}

static void add(struct udpi_injector *injector, const uint8_t *bytes, uint32_t size) {
    uint8_t *copy = injector->room + injector->used;
    memcpy(copy, bytes, size);
    injector->used += size;
    struct udpi_segments *packet = &injector->packets[injector->count++];
    if (injector->offload == UDPI_OFFLOAD_OFF)
        *packet = (struct udpi_segments){.bytes = copy, .size = size, .count = 1};
    else
        udpi_segments_begin(packet, copy, size);
}

enum udpi_status udpi_injector_send(struct udpi_injector *injector, const uint8_t *bytes, uint32_t size,
                                    struct udpi_error *error) {
    if (!can_leave(injector, bytes, size) || join(injector, bytes, size) || repeat(injector, bytes, size))
        return UDPI_OK;
    bool is_full = injector->count == BATCH || size > ROOM - injector->used;
    if (is_full && udpi_injector_flush(injector, error) != UDPI_OK)
        return error->status;
    add(injector, bytes, size);
    return UDPI_OK;
}
