#include "socket/flood_stream.h"

#include <errno.h>
#include <linux/filter.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "core/wait.h"
#include "socket/route.h"

enum {
    SECOND = 1000000000,
    NAP = 50000,        /* nanoseconds; below that a sleep costs more than the datagrams that gather meanwhile */
    FULL_NAP = 1000000, /* until a queue that is full may have room */
    ENDS = 3,           /* of a stream, so that one gets through */
    BETWEEN_ENDS = 20000000,
    SOCKET_BUFFER = 4 << 20,
};

/* --- opening ------------------------------------------------------------------------------------------------------ */

/* Drops what comes in, so that replies which nobody takes leave the room in the buffer to the errors. */
static void make_deaf(int descriptor) {
    struct sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
    struct sock_fprog program = {.len = 1, .filter = &nothing};
    setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

/* Replies are stamped by the kernel, and those that it had no room for are counted: socket(7). */
static void make_attentive(int descriptor) {
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &(int){SOCKET_BUFFER}, sizeof(int));
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &(int){SOCKET_BUFFER}, sizeof(int));
    setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &(int){1}, sizeof(int));
    setsockopt(descriptor, SOL_SOCKET, SO_RXQ_OVFL, &(int){1}, sizeof(int));
}

static enum udpi_status open_socket(struct udpi_flood_stream *stream, struct udpi_flood_plan *plan,
                                    struct udpi_error *error) {
    int family = plan->to.any.sa_family;
    stream->socket = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (stream->socket < 0)
        return udpi_route_fail(&plan->socket, &plan->to, 0, errno, error);
    udpi_refusal_enable(stream->socket, family);
    if (plan->is_deaf)
        make_deaf(stream->socket);
    else
        make_attentive(stream->socket);
    return udpi_route_prepare(stream->socket, &plan->socket, &plan->to, &stream->from, error);
}

/* Whether the kernel cuts messages. Where they are too large for the link it says so only when they are sent. */
static bool can_segment(const struct udpi_flood_stream *stream) {
    int size = (int)stream->plan->extent.most;
    return stream->plan->is_segmented && setsockopt(stream->socket, IPPROTO_UDP, UDP_SEGMENT, &size, sizeof size) == 0;
}

static bool open_batch(struct udpi_flood_stream *stream, bool is_segmented) {
    const struct udpi_flood_plan *plan = stream->plan;
    return udpi_batch_open(&stream->batch, &plan->extent, plan->socket.is_connected ? NULL : &plan->to,
                           plan->is_probing, is_segmented, plan->seed + stream->number);
}

enum udpi_status udpi_flood_stream_open(struct udpi_flood_stream *stream, struct udpi_flood_plan *plan, uint32_t number,
                                        struct udpi_error *error) {
    *stream = (struct udpi_flood_stream){.plan = plan, .number = number, .socket = -1};
    enum udpi_status status = open_socket(stream, plan, error);
    if (status != UDPI_OK)
        udpi_flood_stream_close(stream);
    return status;
}

void udpi_flood_stream_close(struct udpi_flood_stream *stream) {
    udpi_batch_close(&stream->batch);
    if (stream->socket >= 0)
        close(stream->socket);
    stream->socket = -1;
}

/* --- waiting ------------------------------------------------------------------------------------------------------ */

/* Sleeps until the moment, or until the socket takes more where that is asked for; false where it is to end. */
static bool nap_until(const struct udpi_flood_stream *stream, int64_t moment, bool is_for_room) {
    struct pollfd descriptors[] = {
        {.fd = stream->plan->halt, .events = POLLIN},
        {.fd = is_for_room ? stream->socket : -1, .events = POLLOUT},
    };
    int64_t left = moment - udpi_moment_now();
    if (left < NAP)
        left = NAP;
    struct timespec span = {.tv_sec = left / SECOND, .tv_nsec = left % SECOND};
    ppoll(descriptors, 2, &span, NULL);
    return descriptors[0].revents == 0;
}

static int64_t now_since_1970(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec;
}

/* --- sending ------------------------------------------------------------------------------------------------------ */

unsigned udpi_flood_stream_hear(const struct udpi_flood_stream *stream) {
    unsigned heard = 0;
    for (struct udpi_refusal refusal; udpi_refusal_take(stream->socket, &refusal); heard++)
        stream->plan->refused(stream->plan->context, &refusal);
    return heard;
}

/* The errno values by which a kernel says that it does not cut these messages for this link. */
static bool is_about_segments(int number) {
    return number == EINVAL || number == EMSGSIZE || number == EIO || number == EOPNOTSUPP;
}

static bool stop_segmenting(struct udpi_flood_stream *stream) {
    setsockopt(stream->socket, IPPROTO_UDP, UDP_SEGMENT, &(int){0}, sizeof(int));
    udpi_batch_close(&stream->batch);
    if (open_batch(stream, false))
        return true;
    udpi_error_set(&stream->error, UDPI_FAILED, "datagrams: no memory for them");
    return false;
}

/* What is to be done about a call that failed: true where it can be tried again. */
static bool recover(struct udpi_flood_stream *stream, int number) {
    if (number == EINTR)
        return true;
    if (number == EAGAIN)
        return nap_until(stream, udpi_moment_now() + SECOND, true);
    if (number == ENOBUFS) /* send(2): with IP_RECVERR also where the interface's queue is full */
        return nap_until(stream, udpi_moment_now() + FULL_NAP, false);
    if (stream->batch.per_message > 1 && is_about_segments(number))
        return stop_segmenting(stream);
    /* The error of an earlier datagram comes out here, too; then these have not been sent. */
    if (udpi_flood_stream_hear(stream) > 0 || number == ECONNREFUSED)
        return true;
    udpi_route_fail(&stream->plan->socket, &stream->plan->to, stream->plan->extent.most, number, &stream->error);
    return false;
}

/* Sends the messages from `at` on, as far as one call takes them; gives how many, or -1 with errno set. */
static int hand_over(struct udpi_flood_stream *stream, unsigned at, unsigned messages, uint64_t *datagrams,
                     uint64_t *bytes) {
    int taken = sendmmsg(stream->socket, stream->batch.messages + at, messages - at, MSG_DONTWAIT);
    for (int i = 0; i < taken; i++) {
        *datagrams += udpi_batch_datagrams(&stream->batch, at + (unsigned)i);
        *bytes += stream->batch.pieces[at + (unsigned)i].iov_len;
    }
    return taken;
}

/* Sends a batch, up to the first failure that cannot be overcome, or that changes how batches are made. */
static bool send_batch(struct udpi_flood_stream *stream, unsigned messages, int64_t now) {
    uint64_t datagrams = 0, bytes = 0;
    unsigned per_message = stream->batch.per_message;
    bool is_well = true;
    for (unsigned at = 0; at < messages && is_well && per_message == stream->batch.per_message;) {
        int taken = hand_over(stream, at, messages, &datagrams, &bytes);
        if (taken >= 0)
            at += (unsigned)taken;
        else
            is_well = recover(stream, errno);
    }
    if (datagrams == 0)
        return is_well;
    stream->first_at = stream->sent ? stream->first_at : now;
    stream->last_at = now;
    stream->last_batch = datagrams;
    atomic_fetch_add_explicit(&stream->sent, datagrams, memory_order_relaxed);
    atomic_fetch_add_explicit(&stream->bytes, bytes, memory_order_relaxed);
    udpi_pace_spend(&stream->pace, datagrams, bytes, udpi_moment_now());
    return is_well;
}

static struct udpi_probe make_probe(const struct udpi_flood_stream *stream) {
    return (struct udpi_probe){
        .run = stream->plan->run,
        .clock = stream->plan->clock,
        .stream = stream->number,
        .sequence = stream->sent + 1,
        .time = now_since_1970(),
        .total = stream->count == UINT64_MAX ? 0 : stream->count,
    };
}

static bool send_next(struct udpi_flood_stream *stream, unsigned ready, int64_t now) {
    uint64_t left = stream->count - stream->sent;
    unsigned datagrams = left < ready ? (unsigned)left : ready;
    struct udpi_probe first = {0};
    if (stream->plan->is_probing)
        first = make_probe(stream);
    return send_batch(stream, udpi_batch_prepare(&stream->batch, datagrams, &first), now);
}

/* Says how many probes there were; a receiver that has heard it once knows what it lacks. */
static void send_ends(struct udpi_flood_stream *stream) {
    uint8_t bytes[UDPI_PROBE_SIZE] = {0};
    const struct udpi_endpoint *to = &stream->plan->to;
    for (unsigned i = 0; i < ENDS; i++) {
        struct udpi_probe end = make_probe(stream);
        end.is_end = true;
        end.sequence = 0;
        end.total = stream->sent;
        udpi_probe_store(bytes, sizeof bytes, &end);
        if (i > 0)
            clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){.tv_nsec = BETWEEN_ENDS}, NULL);
        if (sendto(stream->socket, bytes, sizeof bytes, MSG_DONTWAIT, &to->any, to->size) < 0)
            udpi_flood_stream_hear(stream);
    }
}

static bool is_halted(const struct udpi_flood_stream *stream) {
    return poll(&(struct pollfd){.fd = stream->plan->halt, .events = POLLIN}, 1, 0) > 0;
}

static void flood(struct udpi_flood_stream *stream) {
    uint64_t mean = (stream->batch.least + stream->batch.most) / 2;
    int64_t now = udpi_moment_now();
    udpi_pace_start(&stream->pace, stream->rate, now);
    for (bool is_well = true; is_well && stream->sent < stream->count && now < stream->plan->end_at;) {
        unsigned ready = udpi_pace_ready(&stream->pace, mean, stream->batch.capacity, now);
        int64_t due = udpi_pace_due(&stream->pace);
        if (ready > 0)
            is_well = send_next(stream, ready, now) && !is_halted(stream);
        else
            is_well = nap_until(stream, due < stream->plan->end_at ? due : stream->plan->end_at, false);
        now = udpi_moment_now();
    }
    stream->ended_at = now;
    if (stream->plan->is_probing && stream->sent > 0)
        send_ends(stream);
}

/* --- the thread --------------------------------------------------------------------------------------------------- */

static void *run(void *context) {
    struct udpi_flood_stream *stream = context;
    prctl(PR_SET_TIMERSLACK, 1); /* nanosecond: else a sleep may take 50,000 more */
    flood(stream);
    if (stream->error.status != UDPI_OK)
        eventfd_write(stream->plan->halt, 1);
    eventfd_write(stream->plan->done, 1);
    return NULL;
}

enum udpi_status udpi_flood_stream_start(struct udpi_flood_stream *stream, struct udpi_error *error) {
    if (!open_batch(stream, can_segment(stream)))
        return udpi_error_set(error, UDPI_FAILED, "datagrams: no memory for them");
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int number = pthread_create(&stream->thread, NULL, run, stream);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (number != 0)
        return udpi_error_set(error, UDPI_FAILED, "thread %u: %s; give fewer --threads", stream->number + 1,
                              strerror(number));
    return UDPI_OK;
}
