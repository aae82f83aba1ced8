#include "model/netbios.h"

#include "model/domain.h"

enum { POINTER = 0xc0, POINTER_HIGH = 0x3f };

static const struct udpi_name suffix_entries[] = {
    UDPI_NAME(0x00, "workstation"),
    UDPI_NAME(0x01, "browser"),
    UDPI_NAME(0x03, "messenger"),
    UDPI_NAME(0x06, "RAS-server"),
    UDPI_NAME(0x1b, "domain-master-browser"),
    UDPI_NAME(0x1c, "domain-controllers"),
    UDPI_NAME(0x1d, "master-browser"),
    UDPI_NAME(0x1e, "browser-elections"),
    UDPI_NAME(0x1f, "NetDDE"),
    UDPI_NAME(0x20, "file-server"),
    UDPI_NAME(0x21, "RAS-client"),
};
const struct udpi_names udpi_netbios_suffix_names = {suffix_entries, sizeof suffix_entries / sizeof *suffix_entries};

size_t udpi_netbios_trim(const uint8_t *name) {
    size_t size = UDPI_NETBIOS_SIZE - 1;
    while (size > 0 && (name[size - 1] == ' ' || name[size - 1] == 0))
        size--;
    return size;
}

static bool is_letter(uint8_t byte) {
    return byte >= 'A' && byte <= 'P';
}

static uint8_t join(const uint8_t *letters) {
    return (uint8_t)((letters[0] - 'A') << 4 | (letters[1] - 'A'));
}

size_t udpi_netbios_write(const uint8_t *letters, size_t count, uint8_t *text) {
    if (count != UDPI_NETBIOS_LETTERS)
        return 0;
    for (size_t i = 0; i < UDPI_NETBIOS_LETTERS; i++)
        if (!is_letter(letters[i]))
            return 0;
    for (size_t i = 0; i < UDPI_NETBIOS_SIZE; i++)
        text[i] = join(letters + 2 * i);
    return udpi_netbios_trim(text);
}

/* The first label of a name that has been found to be one: its pointers end. */
static const uint8_t *find_label(const uint8_t *message, const uint8_t *name) {
    while ((*name & POINTER) == POINTER)
        name = message + ((size_t)(name[0] & POINTER_HIGH) << 8 | name[1]);
    return name;
}

/* Its length, and letters; those of a name of blanks alone count, too. */
static bool is_netbios(const uint8_t *label) {
    bool has_letters = *label == UDPI_NETBIOS_LETTERS;
    for (size_t i = 1; has_letters && i <= UDPI_NETBIOS_LETTERS; i++)
        has_letters = is_letter(label[i]);
    return has_letters;
}

bool udpi_take_netbios(struct udpi_decode *d, unsigned depth, unsigned first, const uint8_t *message) {
    const uint8_t *start = d->cursor.at;
    if (!udpi_pass_domain(d, message))
        return false;
    const uint8_t *label = find_label(message, start);
    if (!is_netbios(label)) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the name {a} bytes into the message is no NetBIOS name",
                      (uint32_t)(start - message), 0);
        return true;
    }
    const uint8_t *suffix = label + UDPI_NETBIOS_LETTERS - 1, *scope = label + UDPI_NETBIOS_LETTERS + 1;
    udpi_put_at_depth(d, depth, first, udpi_offset_of(d, label + 1), UDPI_NETBIOS_LETTERS, 0);
    udpi_put_at_depth(d, depth, first + 1, udpi_offset_of(d, suffix), 2, join(suffix));
    if (*scope != 0) {
        const uint8_t *end = label == start ? d->cursor.at : start;
        udpi_put_at_depth(d, depth, first + 2, udpi_offset_of(d, scope), (size_t)(end - scope),
                          udpi_offset_of(d, message));
    }
    return true;
}
