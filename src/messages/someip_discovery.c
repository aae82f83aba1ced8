/* Service discovery of SOME/IP: AUTOSAR PRS_SOMEIPServiceDiscoveryProtocol. */
#include "messages/someip_message.h"

#include "model/expected.h"
#include "model/nest.h"
#include "model/numbers.h"

#define F(name) UDPI_SOMEIP_##name

void udpi_put_someip_places(struct udpi_decode *d, unsigned depth, const struct udpi_someip_place *places,
                            const uint8_t *at) {
    for (const struct udpi_someip_place *place = places; place->size > 0; place++)
        udpi_put_at_depth(d, depth, place->field, udpi_offset_of(d, at + place->at), place->size,
                          udpi_load_be(at + place->at, place->size));
}

size_t udpi_narrow_someip(struct udpi_decode *d, size_t size) {
    size_t left = d->cursor.claim;
    if (size > left) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a length says that {a} bytes follow, where {b} are left", (uint32_t)size,
                      (uint32_t)left);
        return 0;
    }
    d->cursor.claim = size;
    return left - size;
}

/* Depths: of the members of a message, of its lists' elements, and of their members. */
enum { IN_MESSAGE = 2, ELEMENT = 3, IN_ELEMENT = 4 };

static void put_flag(struct udpi_decode *d, unsigned depth, unsigned field, const uint8_t *at, unsigned bit) {
    udpi_put_at_depth(d, depth, field, udpi_offset_of(d, at), 1, (*at & bit) != 0);
}

/* --- entries ------------------------------------------------------------------------------------------------------ */

enum { FIND_SERVICE = 0, OFFER_SERVICE = 1, SUBSCRIBE_EVENTGROUP = 6, SUBSCRIBE_EVENTGROUP_ACK = 7, ENTRY_SIZE = 16 };

static void put_counts(struct udpi_decode *d, const uint8_t *at) {
    udpi_put_at_depth(d, IN_ELEMENT, F(ENTRY_FIRST_COUNT), udpi_offset_of(d, at), 1, *at >> 4);
    udpi_put_at_depth(d, IN_ELEMENT, F(ENTRY_SECOND_COUNT), udpi_offset_of(d, at), 1, *at & 15);
}

/* What entries of a service have in their last four bytes, and those of an eventgroup. */
static void put_entry_end(struct udpi_decode *d, unsigned type, const uint8_t *at) {
    static const struct udpi_someip_place of_service[] = {{F(ENTRY_MINOR_VERSION), 0, 4}, {0, 0, 0}};
    static const struct udpi_someip_place of_eventgroup[] = {{F(ENTRY_EVENTGROUP_ID), 2, 2}, {0, 0, 0}};
    if (type == FIND_SERVICE || type == OFFER_SERVICE)
        udpi_put_someip_places(d, IN_ELEMENT, of_service, at);
    if (type != SUBSCRIBE_EVENTGROUP && type != SUBSCRIBE_EVENTGROUP_ACK)
        return;
    put_flag(d, IN_ELEMENT, F(ENTRY_INITIAL_DATA), at + 1, 0x80);
    udpi_put_at_depth(d, IN_ELEMENT, F(ENTRY_COUNTER), udpi_offset_of(d, at + 1), 1, at[1] & 15);
    udpi_put_someip_places(d, IN_ELEMENT, of_eventgroup, at);
}

static bool can_stop(unsigned type) {
    return type == OFFER_SERVICE || type == SUBSCRIBE_EVENTGROUP || type == SUBSCRIBE_EVENTGROUP_ACK;
}

static void put_entry(struct udpi_decode *d) {
    static const struct udpi_someip_place start[] = {
        {F(ENTRY_TYPE), 0, 1}, {F(ENTRY_FIRST_INDEX), 1, 1}, {F(ENTRY_SECOND_INDEX), 2, 1}, {0, 0, 0}};
    static const struct udpi_someip_place middle[] = {{F(ENTRY_SERVICE_ID), 4, 2},
                                                      {F(ENTRY_INSTANCE_ID), 6, 2},
                                                      {F(ENTRY_MAJOR_VERSION), 8, 1},
                                                      {F(ENTRY_TTL), 9, 3},
                                                      {0, 0, 0}};
    uint16_t group = udpi_nest_open(d, ELEMENT, F(ENTRY));
    const uint8_t *at = udpi_cursor_take(&d->cursor, ENTRY_SIZE);
    if (at) {
        udpi_put_someip_places(d, IN_ELEMENT, start, at);
        put_counts(d, at + 3);
        udpi_put_someip_places(d, IN_ELEMENT, middle, at);
        if (can_stop(at[0]))
            udpi_put_at_depth(d, IN_ELEMENT, F(ENTRY_STOP), udpi_offset_of(d, at + 9), 0, udpi_load_be(at + 9, 3) == 0);
        put_entry_end(d, at[0], at + 12);
    }
    udpi_nest_close(d, group);
}

/* --- options ------------------------------------------------------------------------------------------------------ */

enum {
    CONFIGURATION = 0x01,
    LOAD_BALANCING = 0x02,
    IPV4_ENDPOINT = 0x04,
    IPV6_ENDPOINT = 0x06,
    IPV4_MULTICAST = 0x14,
    IPV6_MULTICAST = 0x16,
    IPV4_SD_ENDPOINT = 0x24,
    IPV6_SD_ENDPOINT = 0x26,
};

static void put_endpoint(struct udpi_decode *d, uint8_t address_size) {
    const uint8_t *address = d->cursor.at;
    if (address_size == 4)
        udpi_nest_number(d, IN_ELEMENT, F(OPTION_IPV4_ADDRESS), 4);
    else
        udpi_nest_bytes(d, IN_ELEMENT, F(OPTION_IPV6_ADDRESS), address_size);
    udpi_cursor_take(&d->cursor, 1); /* reserved */
    uint64_t protocol = udpi_nest_number(d, IN_ELEMENT, F(OPTION_L4_PROTOCOL), 1);
    uint64_t port = udpi_nest_number(d, IN_ELEMENT, F(OPTION_PORT), 2);
    if (d->cursor.stop == UDPI_STOP_NONE && protocol == UDPI_IP_UDP)
        udpi_expect(d, address, address_size, (uint16_t)port, UDPI_AS_SOMEIP);
}

/* Strings with their lengths in front, to an empty one. */
static void put_configuration(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, IN_ELEMENT, F(OPTION_CONFIGURATION));
    size_t length = udpi_cursor_read(&d->cursor, 1);
    while (length > 0) {
        udpi_nest_bytes(d, IN_ELEMENT + 1, F(OPTION_CONFIGURATION_STRING), length);
        length = udpi_cursor_read(&d->cursor, 1);
    }
    udpi_nest_close(d, list);
}

/* The cursor is narrowed to what stands behind the type. */
static void put_option_value(struct udpi_decode *d, unsigned type) {
    const uint8_t *flags = udpi_cursor_take(&d->cursor, 1);
    if (flags)
        put_flag(d, IN_ELEMENT, F(OPTION_DISCARDABLE), flags, 0x80);
    switch (type) {
    case CONFIGURATION: put_configuration(d); break;
    case LOAD_BALANCING:
        udpi_nest_number(d, IN_ELEMENT, F(OPTION_PRIORITY), 2);
        udpi_nest_number(d, IN_ELEMENT, F(OPTION_WEIGHT), 2);
        break;
    case IPV4_ENDPOINT:
    case IPV4_MULTICAST:
    case IPV4_SD_ENDPOINT: put_endpoint(d, 4); break;
    case IPV6_ENDPOINT:
    case IPV6_MULTICAST:
    case IPV6_SD_ENDPOINT: put_endpoint(d, 16); break;
    default: udpi_nest_bytes(d, IN_ELEMENT, F(OPTION_DATA), d->cursor.claim); break;
    }
}

static void put_option(struct udpi_decode *d) {
    uint16_t group = udpi_nest_open(d, ELEMENT, F(OPTION));
    size_t length = udpi_nest_number(d, IN_ELEMENT, F(OPTION_LENGTH), 2);
    unsigned type = (unsigned)udpi_nest_number(d, IN_ELEMENT, F(OPTION_TYPE), 1);
    udpi_part_read(d, length, type, put_option_value);
    udpi_nest_close(d, group);
}

/* --- both --------------------------------------------------------------------------------------------------------- */

/* A list with the length of all its elements in front, each of which takes bytes or stops the cursor. */
static void put_elements(struct udpi_decode *d, unsigned length_field, unsigned list_field,
                         void (*put_element)(struct udpi_decode *d)) {
    size_t length = udpi_nest_number(d, IN_MESSAGE, length_field, 4);
    if (length == 0 || d->cursor.stop != UDPI_STOP_NONE)
        return;
    size_t behind = udpi_narrow_someip(d, length);
    uint16_t list = udpi_nest_open(d, IN_MESSAGE, list_field);
    while (udpi_part_goes_on(d))
        put_element(d);
    udpi_nest_close(d, list);
    d->cursor.claim += behind;
}

void udpi_put_someip_discovery(struct udpi_decode *d) {
    const uint8_t *flags = udpi_cursor_take(&d->cursor, 4); /* with three reserved bytes behind them */
    if (!flags)
        return;
    put_flag(d, IN_MESSAGE, F(REBOOT), flags, 0x80);
    put_flag(d, IN_MESSAGE, F(UNICAST), flags, 0x40);
    put_flag(d, IN_MESSAGE, F(EXPLICIT_INITIAL_DATA_CONTROL), flags, 0x20);
    put_elements(d, F(ENTRIES_LENGTH), F(ENTRIES), put_entry);
    put_elements(d, F(OPTIONS_LENGTH), F(OPTIONS), put_option);
}
