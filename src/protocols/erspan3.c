/*
 * ERSPAN type III: a switch's copy of a frame, with the time it was taken.
 *
 *     | version 4 bits, VLAN 12 | class 3, condition 2, truncated 1, session 10 | timestamp 4 | security group 2 |
 *     | has frame 1 bit, frame type 5, hardware 6, direction 1, granularity 2, has platform 1 | platform 8, if it has | …
 *
 * Left out: what the eight bytes of the platform mean.
 */
#include "model/build.h"
#include "model/decode.h"

enum {
    VERSION,
    VLAN,
    CLASS_OF_SERVICE,
    CONDITION,
    TRUNCATED,
    SESSION_ID,
    TIMESTAMP,
    SECURITY_GROUP,
    HAS_FRAME,
    FRAME_TYPE,
    HARDWARE_ID,
    EGRESS,
    GRANULARITY,
    HAS_PLATFORM,
    PLATFORM,
    FIELDS
};

enum { TYPE_III = 2, PLATFORM_SIZE = 8, FRAME_IP = 2 };

static const struct udpi_name condition_entries[] = {
    UDPI_NAME(0, "good or unknown"),
    UDPI_NAME(1, "short"),
    UDPI_NAME(2, "oversized"),
    UDPI_NAME(3, "bad"),
};
static const struct udpi_names condition_names = {condition_entries, sizeof condition_entries / sizeof *condition_entries};

static const struct udpi_name frame_entries[] = {UDPI_NAME(0, "Ethernet"), UDPI_NAME(2, "IP")};
static const struct udpi_names frame_names = {frame_entries, sizeof frame_entries / sizeof *frame_entries};

static const struct udpi_name granularity_entries[] = {
    UDPI_NAME(0, "100 microseconds"),
    UDPI_NAME(1, "100 nanoseconds"),
    UDPI_NAME(2, "IEEE 1588"),
    UDPI_NAME(3, "by the platform"),
};
static const struct udpi_names granularity_names = {granularity_entries,
                                                    sizeof granularity_entries / sizeof *granularity_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_BITS(0, 4), .initial = TYPE_III,
                 .doc = "2 stands for type III."},
    [VLAN] = {.key = "vlan", .label = "VLAN", .type = UDPI_UINT, .flags = UDPI_NOTABLE, UDPI_BITS(4, 12),
              .doc = "VLAN of the copied frame."},
    [CLASS_OF_SERVICE] = {.key = "class_of_service", .label = "Class of service", .type = UDPI_UINT, UDPI_BITS(16, 3),
                          .doc = "Priority of the copied frame."},
    [CONDITION] = {.key = "condition", .label = "Condition", .type = UDPI_UINT, UDPI_BITS(19, 2), .names = &condition_names,
                   .doc = "What was wrong with the copied frame."},
    [TRUNCATED] = {.key = "truncated", .label = "Truncated", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(21, 1),
                   .doc = "The copy is shorter than the frame was."},
    [SESSION_ID] = {.key = "session_id", .label = "Session id", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(22, 10),
                    .doc = "Which of the switch's mirror sessions."},
    [TIMESTAMP] = {.key = "timestamp", .label = "Timestamp", .type = UDPI_UINT, UDPI_AT(4, 4),
                   .doc = "When the frame was copied, in units of the granularity."},
    [SECURITY_GROUP] = {.key = "security_group", .label = "Security group", .type = UDPI_UINT, UDPI_AT(8, 2),
                        .doc = "Security group tag of the copied frame."},
    [HAS_FRAME] = {.key = "has_frame", .label = "Holds a frame", .type = UDPI_BOOL, .flags = UDPI_COMPUTED, UDPI_BITS(80, 1),
                   .doc = "What follows is an Ethernet frame as it was on the wire."},
    [FRAME_TYPE] = {.key = "frame_type", .label = "Frame type", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT,
                    UDPI_BITS(81, 5), .names = &frame_names,
                    .doc = "What follows."},
    [HARDWARE_ID] = {.key = "hardware_id", .label = "Hardware id", .type = UDPI_UINT, UDPI_BITS(86, 6),
                     .doc = "Which engine of the switch made the copy."},
    [EGRESS] = {.key = "egress", .label = "Egress", .type = UDPI_BOOL, UDPI_BITS(92, 1),
                .doc = "The frame left the switch; else it entered."},
    [GRANULARITY] = {.key = "granularity", .label = "Granularity", .type = UDPI_UINT, UDPI_BITS(93, 2),
                     .names = &granularity_names,
                     .doc = "Unit of the timestamp."},
    [HAS_PLATFORM] = {.key = "has_platform", .label = "Has platform data", .type = UDPI_BOOL,
                      .flags = UDPI_COMPUTED | UDPI_DETAIL, UDPI_BITS(95, 1),
                      .doc = "Eight bytes of the platform follow."},
    [PLATFORM] = {.key = "platform", .label = "Platform data", .type = UDPI_BYTES, .width = PLATFORM_SIZE,
                  .doc = "Six bits say which platform it is; the rest is by its rules."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (header[0] >> 4 != TYPE_III)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, HAS_PLATFORM + 1, header);
    if (header[11] & 1) {
        const uint8_t *platform = udpi_cursor_take(&d->cursor, PLATFORM_SIZE);
        if (platform)
            udpi_put_bytes(d, PLATFORM, platform, PLATFORM_SIZE);
    }
    uint64_t type = udpi_field_load(&fields[FRAME_TYPE], header);
    if (type == FRAME_IP)
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_IP);
    return type == 0 ? udpi_next_key(UDPI_INTERNAL, UDPI_AS_ETH) : udpi_next_payload();
}

static void encode(struct udpi_build *b) {
    if (udpi_build_given(b, HAS_PLATFORM) && udpi_build_number(b, HAS_PLATFORM))
        udpi_build_add(b, PLATFORM);
    udpi_build_fill(b, HAS_PLATFORM, udpi_build_has(b, PLATFORM));
}

static void seal(struct udpi_build *b) {
    bool is_frame = udpi_build_next_key(b, UDPI_INTERNAL, 0) == UDPI_AS_ETH;
    bool is_ip = !is_frame && udpi_build_next_key(b, UDPI_ETHERTYPE, 0) != 0;
    udpi_build_fill(b, HAS_FRAME, is_frame);
    udpi_build_fill(b, FRAME_TYPE, is_ip ? FRAME_IP : 0);
}

static const struct udpi_binding bindings[] = {{UDPI_ETHERTYPE, 0x22eb}};

const struct udpi_protocol udpi_erspan3 = {
    .key = "erspan3",
    .title = "Encapsulated Remote Switch Port Analyzer, type III",
    .spec = "draft-foschiano-erspan",
    .doc = "A switch's copy of a frame, with the time it was taken.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 12,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
