/*
 * A sequence of fragments in a compact form: 8 bytes each, or of many datagrams at once. What becomes whole must consist of bytes
 * that were sent for it, each in its place.
 */
#include <stdlib.h>
#include <string.h>

#include <udpinspect/decoder.h>

#include "core/bytes.h"
#include "core/checksum.h"
#include "fuzz.h"
#include "fuzz_packet.h"

/* Byte 0 of a record; behind it stand the number of the datagram, the offset and the size with two bytes each, the seconds that have
   passed, and what is done with the packet, or how many datagrams have such a fragment. */
enum { IS_IPV6 = 1, HAS_MORE = 2, GOES_BACK = 4, HAS_HEADER = 8, MANY_FROM = 0xe0 };

enum {
    RECORD = 8,
    MOST_RECORDS = 256, /* each fills its fragments with its own number */
    MOST_FRAMES = 2048,
    MOST_BYTES = 1 << 18, /* far ends of fragments take more memory than their bytes */
    MANY = 8,
    IPV4_SIZE = 20,
    IPV6_SIZE = 48, /* with the fragment header */
    UDP_SIZE = 8,
    MOST_SIZE = 8191, /* of a fragment */
    LINK_RAW = 12,
    SHOWN = 2, /* packets of an input that are written: they may be large */
};

struct record {
    uint8_t flags, datagram;
    uint32_t offset, size;
    unsigned count; /* of datagrams */
    uint8_t seconds, choice;
};

struct sequence {
    struct udpi_decoder *decoder;
    unsigned count; /* of records, the one at work included */
    struct record records[MOST_RECORDS];
    int64_t time;
    uint64_t frames;
    size_t bytes;
    unsigned shown;
    uint8_t frame[IPV6_SIZE + MOST_SIZE];
};

static struct record read_record(const uint8_t *bytes) {
    struct record record = {
        .flags = bytes[0], .datagram = bytes[1], .count = 1, .seconds = bytes[6], .choice = bytes[7]};
    record.size = udpi_load_be16(bytes + 4) % (MOST_SIZE + 1);
    record.offset = 8 * (udpi_load_be16(bytes + 2) & 0x1fffU);
    if (record.flags & HAS_MORE)
        record.size &= ~7U;
    if (record.flags >= MANY_FROM)
        record.count = MANY * (record.choice + 1U);
    return record;
}

/* --- frames ------------------------------------------------------------------------------------------------------- */

static uint32_t write_ipv4(uint8_t *frame, const struct record *record, unsigned turn) {
    static const uint8_t header[IPV4_SIZE] = {0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2};
    memcpy(frame, header, IPV4_SIZE);
    udpi_store_be16(frame + 2, (uint16_t)(IPV4_SIZE + record->size));
    udpi_store_be16(frame + 4, (uint16_t)(turn << 8 | record->datagram));
    udpi_store_be16(frame + 6, (uint16_t)(record->offset / 8 | (record->flags & HAS_MORE ? 0x2000 : 0)));
    udpi_store_be16(frame + 10, (uint16_t)~udpi_checksum_fold(udpi_checksum_add(0, frame, IPV4_SIZE)));
    return IPV4_SIZE;
}

static uint32_t write_ipv6(uint8_t *frame, const struct record *record, unsigned turn) {
    static const uint8_t header[IPV6_SIZE] = {
        [0] = 0x60, [6] = 44, [7] = 64, [8] = 0xfd, [23] = 1, [24] = 0xfd, [39] = 2, [40] = 17};
    memcpy(frame, header, IPV6_SIZE);
    udpi_store_be16(frame + 4, (uint16_t)(8 + record->size));
    udpi_store_be16(frame + 42, (uint16_t)(record->offset | (record->flags & HAS_MORE ? 1 : 0)));
    udpi_store_be32(frame + 44, turn << 8 | record->datagram);
    return IPV6_SIZE;
}

static uint32_t write_frame(struct sequence *sequence, const struct record *record, unsigned turn) {
    static const uint8_t udp[UDP_SIZE] = {0x9c, 0x40, 0x9c, 0x41, 0, 0, 0, 0};
    uint8_t *frame = sequence->frame;
    uint32_t head = record->flags & IS_IPV6 ? write_ipv6(frame, record, turn) : write_ipv4(frame, record, turn);
    memset(frame + head, (int)(sequence->count - 1), record->size);
    if (record->flags & HAS_HEADER && record->offset == 0 && record->size >= UDP_SIZE)
        memcpy(frame + head, udp, UDP_SIZE);
    return head + record->size;
}

/* --- what came of them -------------------------------------------------------------------------------------------- */

/* Whether a record has sent this byte of the datagram; its first ones may be a UDP header. */
static bool was_sent(const struct sequence *sequence, const struct record *last, unsigned turn, uint32_t place,
                     uint8_t byte) {
    const struct record *record = &sequence->records[byte];
    if (place < UDP_SIZE)
        return true;
    return byte < sequence->count && record->datagram == last->datagram && turn < record->count &&
           (record->flags & IS_IPV6) == (last->flags & IS_IPV6) && place >= record->offset &&
           place < record->offset + record->size;
}

static void check_whole(const struct sequence *sequence, const struct record *last, unsigned turn,
                        const struct udpi_packet *packet) {
    const struct udpi_buffer *whole = &packet->buffers[1];
    for (uint32_t i = 0; i < whole->size; i++)
        if (!was_sent(sequence, last, turn, i, whole->bytes[i]))
            fuzz_breach("a datagram has what was not sent for it", NULL);
    for (uint32_t i = 1; i < packet->part_count; i++)
        if (packet->parts[i - 1] >= packet->parts[i])
            fuzz_breach("the frames of a datagram are not in their order", NULL);
    if (packet->part_count == 0 || packet->parts[packet->part_count - 1] != packet->frame.number)
        fuzz_breach("a datagram does not end with its last frame", NULL);
}

static void decode(struct sequence *sequence, const struct record *record, unsigned turn) {
    uint32_t size = write_frame(sequence, record, turn);
    const struct udpi_frame frame = {.bytes = sequence->frame,
                                     .captured = size,
                                     .length = size,
                                     .time = sequence->time,
                                     .number = ++sequence->frames,
                                     .link_type = LINK_RAW};
    const struct udpi_packet *packet = udpi_decode(sequence->decoder, &frame);
    sequence->bytes += size;
    if (udpi_packet_check(packet))
        fuzz_breach(udpi_packet_check(packet), NULL);
    if (packet->buffer_count > 1)
        check_whole(sequence, record, turn, packet);
    bool is_shown = turn == 0 && (packet->buffer_count > 1 || packet->note_count > 0) && sequence->shown < SHOWN;
    sequence->shown += is_shown;
    if (is_shown)
        fuzz_packet(packet, record->choice);
}

static void run_record(struct sequence *sequence, const uint8_t *bytes) {
    struct record *record = &sequence->records[sequence->count++];
    *record = read_record(bytes);
    sequence->time += INT64_C(1000000000) * (record->flags & GOES_BACK ? -record->seconds : record->seconds);
    for (unsigned turn = 0; turn < record->count; turn++)
        if (sequence->frames < MOST_FRAMES && sequence->bytes < MOST_BYTES)
            decode(sequence, record, turn);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct sequence *sequence = malloc(sizeof *sequence);
    if (!sequence)
        fuzz_breach("no memory", NULL);
    *sequence = (struct sequence){.decoder = fuzz_decoder()};
    for (; size >= RECORD && sequence->count < MOST_RECORDS; bytes += RECORD, size -= RECORD)
        run_record(sequence, bytes);
    free(sequence);
    return 0;
}
