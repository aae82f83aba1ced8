#include "model/neighbor_options.h"

#include "model/group_records.h"
#include "model/nest.h"

enum { UNIT = 8, ADDRESS_SIZE = 16 };
enum { SOURCE_ADDRESS = 1, TARGET_ADDRESS = 2, PREFIX = 3, REDIRECTED = 4, MTU = 5, SERVERS = 25 };

/* IANA, IPv6 neighbor discovery option formats. */
static const struct udpi_name option_entries[] = {
    UDPI_NAME(1, "Source Link-layer Address"),
    UDPI_NAME(2, "Target Link-layer Address"),
    UDPI_NAME(3, "Prefix Information"),
    UDPI_NAME(4, "Redirected Header"),
    UDPI_NAME(5, "MTU"),
    UDPI_NAME(6, "NBMA Shortcut Limit"),
    UDPI_NAME(7, "Advertisement Interval"),
    UDPI_NAME(8, "Home Agent Information"),
    UDPI_NAME(9, "Source Address List"),
    UDPI_NAME(10, "Target Address List"),
    UDPI_NAME(11, "CGA"),
    UDPI_NAME(12, "RSA Signature"),
    UDPI_NAME(13, "Timestamp"),
    UDPI_NAME(14, "Nonce"),
    UDPI_NAME(15, "Trust Anchor"),
    UDPI_NAME(16, "Certificate"),
    UDPI_NAME(17, "IP Address/Prefix"),
    UDPI_NAME(19, "Link-layer Address"),
    UDPI_NAME(20, "Neighbor Advertisement Acknowledgment"),
    UDPI_NAME(24, "Route Information"),
    UDPI_NAME(25, "Recursive DNS Server"),
    UDPI_NAME(26, "RA Flags Extension"),
    UDPI_NAME(27, "Handover Key Request"),
    UDPI_NAME(28, "Handover Key Reply"),
    UDPI_NAME(31, "DNS Search List"),
    UDPI_NAME(33, "Address Registration"),
    UDPI_NAME(34, "6LoWPAN Context"),
    UDPI_NAME(35, "Authoritative Border Router"),
    UDPI_NAME(36, "6LoWPAN Capability Indication"),
    UDPI_NAME(37, "DHCP Captive-Portal"),
    UDPI_NAME(38, "PREF64"),
    UDPI_NAME(138, "CARD Request"),
    UDPI_NAME(139, "CARD Reply"),
};
const struct udpi_names udpi_neighbor_option_names = {option_entries, sizeof option_entries / sizeof *option_entries};

/* Records a member of the option at `option`: `length` bytes from `from` on. */
static void put_member(struct udpi_decode *d, unsigned field, const uint8_t *option, size_t from, size_t length) {
    uint64_t number = length <= 8 ? udpi_load_be(option + from, length) : 0;
    udpi_put_at_depth(d, 2, field, udpi_offset_of(d, option) + (uint32_t)from, length, number);
}

static void put_prefix(struct udpi_decode *d, unsigned first, const uint8_t *option) {
    uint32_t offset = udpi_offset_of(d, option);
    put_member(d, first + UDPI_NEIGHBOR_PREFIX_LENGTH, option, 2, 1);
    udpi_put_at_depth(d, 2, first + UDPI_NEIGHBOR_ON_LINK, offset + 3, 1, option[3] >> 7);
    udpi_put_at_depth(d, 2, first + UDPI_NEIGHBOR_AUTONOMOUS, offset + 3, 1, option[3] >> 6 & 1);
    put_member(d, first + UDPI_NEIGHBOR_LIFETIME, option, 4, 4);
    put_member(d, first + UDPI_NEIGHBOR_PREFERRED_LIFETIME, option, 8, 4);
    put_member(d, first + UDPI_NEIGHBOR_PREFIX, option, 16, ADDRESS_SIZE);
}

static void put_servers(struct udpi_decode *d, unsigned first, const uint8_t *option, size_t size) {
    const uint8_t lists[2] = {(uint8_t)(first + UDPI_NEIGHBOR_SERVERS), (uint8_t)(first + UDPI_NEIGHBOR_SERVER)};
    put_member(d, first + UDPI_NEIGHBOR_LIFETIME, option, 4, 4);
    udpi_put_addresses(d, 2, lists, option + UNIT, (unsigned)((size - UNIT) / ADDRESS_SIZE), ADDRESS_SIZE);
}

static void put_body(struct udpi_decode *d, unsigned first, const uint8_t *option, size_t size) {
    bool is_link_address = option[0] == SOURCE_ADDRESS || option[0] == TARGET_ADDRESS;
    if (is_link_address && size == UNIT)
        put_member(d, first + UDPI_NEIGHBOR_LINK_ADDRESS, option, 2, 6);
    else if (option[0] == PREFIX && size == 32)
        put_prefix(d, first, option);
    else if (option[0] == MTU && size == UNIT)
        put_member(d, first + UDPI_NEIGHBOR_MTU, option, 4, 4);
    else if (option[0] == SERVERS && size % ADDRESS_SIZE == UNIT)
        put_servers(d, first, option, size);
    else
        put_member(d, first + UDPI_NEIGHBOR_DATA, option, 2, size - 2);
}

static void put_option(struct udpi_decode *d, unsigned first, const uint8_t *option, size_t size) {
    udpi_put_at_depth(d, 1, first + UDPI_NEIGHBOR_OPTION, udpi_offset_of(d, option), size, 0);
    put_member(d, first + UDPI_NEIGHBOR_TYPE, option, 0, 1);
    put_member(d, first + UDPI_NEIGHBOR_LENGTH, option, 1, 1);
    put_body(d, first, option, size);
}

bool udpi_put_neighbor_options(struct udpi_decode *d, unsigned first) {
    const uint8_t *start = d->cursor.at;
    uint16_t list = d->packet->value_count;
    bool is_redirected = false;
    if (d->cursor.claim > 0)
        udpi_put_bytes(d, first + UDPI_NEIGHBOR_OPTIONS, start, 0);
    while (udpi_part_goes_on(d) && !is_redirected) {
        struct udpi_cursor ahead = d->cursor;
        const uint8_t *head = udpi_cursor_take(&ahead, 2);
        is_redirected = head && head[0] == REDIRECTED && head[1] > 0;
        if (is_redirected)
            break;
        if (head && head[1] == 0) {
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "option {a} has the length 0", head[0], 0);
            break;
        }
        size_t size = head ? head[1] * (size_t)UNIT : 2;
        const uint8_t *option = udpi_cursor_take(&d->cursor, size);
        if (option)
            put_option(d, first, option, size);
    }
    if (d->packet->value_count > list)
        d->packet->values[list].length = (uint32_t)(d->cursor.at - start) & 0xfffff;
    return is_redirected;
}
