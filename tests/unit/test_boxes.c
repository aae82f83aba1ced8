/* Nested boxes: whole pictures, drawn by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pictures.h"

static void test_hello(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_boxes, 80);
    picture.frame.interface = "lo";
    add_hex(&picture, HELLO);
    static const char *const rows[] = {
        "#1  2026-11-22T12:00:00.123456Z  47 bytes  lo",
        "┌─ Ethernet ──────────────────────────────────────────────────────── 14 bytes ─┐",
        "│ 02:00:00:00:00:01    → 02:00:00:00:00:02                                     │",
        "│ locally administered   locally administered                                  │",
        "│ Ethertype 0x0800 IPv4                                                        │",
        "│ ┌─ Internet Protocol version 4 ───────────────────────────────── 20 bytes ─┐ │",
        "│ │ 192.168.1.10     → 192.168.1.20                                          │ │",
        "│ │ private, class C   private, class C                                      │ │",
        "│ │ Total length 33 · Identification 7238 · Don't fragment · Time to live 64 │ │",
        "│ │ Protocol 17 UDP · Header checksum 0x9b17 good                            │ │",
        "│ │ ┌─ User Datagram Protocol ─────────────────────────────────── 8 bytes ─┐ │ │",
        "│ │ │ port 51000 → port 7788                                               │ │ │",
        "│ │ │ dynamic      registered                                              │ │ │",
        "│ │ │ Length 13 · Checksum 0x52ee good                                     │ │ │",
        "│ │ │ ┌─ Payload ────────────────────────────────────────────── 5 bytes ─┐ │ │ │",
        "│ │ │ │ \"hello\"                                                          │ │ │ │",
        "│ │ │ └──────────────────────────────────────────────────────────────────┘ │ │ │",
        "│ │ └──────────────────────────────────────────────────────────────────────┘ │ │",
        "│ └──────────────────────────────────────────────────────────────────────────┘ │",
        "└──────────────────────────────────────────────────────────────────────────────┘",
        NULL,
    };
    expect_picture(&picture, rows);
}

static void test_hello_in_ascii(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_boxes, 60);
    picture.options.has_unicode = false;
    add_hex(&picture, HELLO);
    static const char *const rows[] = {
        "#1  2026-11-22T12:00:00.123456Z  47 bytes",
        "+- Ethernet ------------------------------------ 14 bytes -+",
        "| 02:00:00:00:00:01    -> 02:00:00:00:00:02                |",
        "| locally administered    locally administered             |",
        "| Ethertype 0x0800 IPv4                                    |",
        "| +- Internet Protocol version 4 ------------- 20 bytes -+ |",
        "| | 192.168.1.10     -> 192.168.1.20                     | |",
        "| | private, class C    private, class C                 | |",
        "| | Total length 33; Identification 7238; Don't fragment | |",
        "| | Time to live 64; Protocol 17 UDP                     | |",
        "| | Header checksum 0x9b17 good                          | |",
        "| | +- User Datagram Protocol --------------- 8 bytes -+ | |",
        "| | | port 51000 -> port 7788                          | | |",
        "| | | dynamic       registered                         | | |",
        "| | | Length 13; Checksum 0x52ee good                  | | |",
        "| | | +- Payload -------------------------- 5 bytes -+ | | |",
        "| | | | \"hello\"                                      | | | |",
        "| | | +----------------------------------------------+ | | |",
        "| | +--------------------------------------------------+ | |",
        "| +------------------------------------------------------+ |",
        "+----------------------------------------------------------+",
        NULL,
    };
    expect_picture(&picture, rows);
}

/* 40 columns are the least there is; a title that does not fit gives way to the layer's name. */
static void test_narrow(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_boxes, 1);
    add_hex(&picture, HELLO);
    static const char *const rows[] = {
        "#1  2026-11-22T12:00:00.123456Z",
        "47 bytes",
        "┌─ Ethernet ──────────────── 14 bytes ─┐",
        "│   02:00:00:00:00:01                  │",
        "│   locally administered               │",
        "│ → 02:00:00:00:00:02                  │",
        "│   locally administered               │",
        "│ Ethertype 0x0800 IPv4                │",
        "│ ┌─ ipv4 ──────────────── 20 bytes ─┐ │",
        "│ │   192.168.1.10  private, class C │ │",
        "│ │ → 192.168.1.20  private, class C │ │",
        "│ │ Total length 33                  │ │",
        "│ │ Identification 7238              │ │",
        "│ │ Don't fragment · Time to live 64 │ │",
        "│ │ Protocol 17 UDP                  │ │",
        "│ │ Header checksum 0x9b17 good      │ │",
        "│ │ ┌─ udp ────────────── 8 bytes ─┐ │ │",
        "│ │ │ port 51000 → port 7788       │ │ │",
        "│ │ │ dynamic      registered      │ │ │",
        "│ │ │ Length 13                    │ │ │",
        "│ │ │ Checksum 0x52ee good         │ │ │",
        "│ │ │ ┌─ Payload ────── 5 bytes ─┐ │ │ │",
        "│ │ │ │ \"hello\"                  │ │ │ │",
        "│ │ │ └──────────────────────────┘ │ │ │",
        "│ │ └──────────────────────────────┘ │ │",
        "│ └──────────────────────────────────┘ │",
        "└──────────────────────────────────────┘",
        NULL,
    };
    expect_picture(&picture, rows);
}

/* UDP's length ends before IP's, and IP's before the frame: each rest lies beside the box that ended. */
static void test_leftovers(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_boxes, 80);
    picture.frame.link_type = RAW_IPV4;
    /* Three bytes longer than HELLO_IPV4 and without its flag: the checksum is 0x9b17 + 0x4000 - 3. */
    add_hex(&picture, "45000024 1c460000 4011 db14 c0a8010a c0a80114" HELLO_UDP);
    add_text(&picture, "end", 1);
    add_hex(&picture, "00ff");
    static const char *const rows[] = {
        "#1  2026-11-22T12:00:00.123456Z  38 bytes",
        "┌─ Internet Protocol version 4 ───────────────────────────────────── 20 bytes ─┐",
        "│ 192.168.1.10     → 192.168.1.20                                              │",
        "│ private, class C   private, class C                                          │",
        "│ Total length 36 · Identification 7238 · Time to live 64 · Protocol 17 UDP    │",
        "│ Header checksum 0xdb14 good                                                  │",
        "│ ┌─ User Datagram Protocol ─────────────────────────────────────── 8 bytes ─┐ │",
        "│ │ port 51000 → port 7788                                                   │ │",
        "│ │ dynamic      registered                                                  │ │",
        "│ │ Length 13 · Checksum 0x52ee good                                         │ │",
        "│ │ ┌─ Payload ────────────────────────────────────────────────── 5 bytes ─┐ │ │",
        "│ │ │ \"hello\"                                                              │ │ │",
        "│ │ └──────────────────────────────────────────────────────────────────────┘ │ │",
        "│ └──────────────────────────────────────────────────────────────────────────┘ │",
        "│ ┌─ Surplus ────────────────────────────────────────────────────── 3 bytes ─┐ │",
        "│ │ \"end\"                                                                    │ │",
        "│ │ • 3 bytes lie behind the datagram, inside the IP packet                  │ │",
        "│ └──────────────────────────────────────────────────────────────────────────┘ │",
        "└──────────────────────────────────────────────────────────────────────────────┘",
        "┌─ Trailer ────────────────────────────────────────────────────────── 2 bytes ─┐",
        "│ 0000  00 ff                                             ..                   │",
        "└──────────────────────────────────────────────────────────────────────────────┘",
        NULL,
    };
    expect_picture(&picture, rows);
}

/* Every field, with bits where it is not made of whole bytes. */
static void test_fields(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_boxes, 80);
    picture.options.shows_fields = true;
    add_hex(&picture, "020000000002 020000000001 8100 6064 86dd"
                      "60012345 000d 11 40 20010db8000000000000000000000001 20010db8000000000000000000000002"
                      "c738 1e6c 000d 0000 68656c6c6f");
    static const char *const rows[] = {
        "#1  2026-11-22T12:00:00.123456Z  71 bytes",
        "┌─ Ethernet (IEEE 802.3) ────────────────────────────────────── 14 bytes at 0 ─┐",
        "│ 0–5    Destination  02:00:00:00:00:02  locally administered                  │",
        "│ 6–11   Source       02:00:00:00:00:01  locally administered                  │",
        "│ 12–13  Ethertype    0x8100 VLAN (802.1Q)                                     │",
        "│ ┌─ VLAN tag (IEEE 802.1Q) ───────────────────────────────── 4 bytes at 14 ─┐ │",
        "│ │ 14.0–2     Priority       3                                              │ │",
        "│ │ 14.3       Drop eligible  no                                             │ │",
        "│ │ 14.4–15.7  VLAN           100                                            │ │",
        "│ │ 16–17      Ethertype      0x86dd IPv6                                    │ │",
        "│ │ ┌─ Internet Protocol version 6 (RFC 8200) ──────────── 40 bytes at 18 ─┐ │ │",
        "│ │ │ 18.0–3     Version                  6                                │ │ │",
        "│ │ │ 18.4–19.1  Differentiated services  0                                │ │ │",
        "│ │ │ 19.2–3     Congestion notification  0                                │ │ │",
        "│ │ │ 19.4–21.7  Flow label               0x12345                          │ │ │",
        "│ │ │ 22–23      Payload length           13                               │ │ │",
        "│ │ │ 24         Next header              17 UDP                           │ │ │",
        "│ │ │ 25         Hop limit                64                               │ │ │",
        "│ │ │ 26–41      Source                   2001:db8::1  documentation       │ │ │",
        "│ │ │ 42–57      Destination              2001:db8::2  documentation       │ │ │",
        "│ │ │ ┌─ User Datagram Protocol (RFC 768) ─────────────── 8 bytes at 58 ─┐ │ │ │",
        "│ │ │ │ 58–59  Source port       51000  dynamic                          │ │ │ │",
        "│ │ │ │ 60–61  Destination port  7788  registered                        │ │ │ │",
        "│ │ │ │ 62–63  Length            13                                      │ │ │ │",
        "│ │ │ │ 64–65  Checksum          0x0000                                  │ │ │ │",
        "│ │ │ │        Checksum status   none                                    │ │ │ │",
        "│ │ │ │ ⚠ the checksum is 0, which IPv6 allows for tunnels only          │ │ │ │",
        "│ │ │ │ ┌─ Payload ──────────────────────────────────── 5 bytes at 66 ─┐ │ │ │ │",
        "│ │ │ │ │ \"hello\"                                                      │ │ │ │ │",
        "│ │ │ │ └──────────────────────────────────────────────────────────────┘ │ │ │ │",
        "│ │ │ └──────────────────────────────────────────────────────────────────┘ │ │ │",
        "│ │ └──────────────────────────────────────────────────────────────────────┘ │ │",
        "│ └──────────────────────────────────────────────────────────────────────────┘ │",
        "└──────────────────────────────────────────────────────────────────────────────┘",
        NULL,
    };
    expect_picture(&picture, rows);
}

/* An IPv4 header like that of HELLO_IPV4, with another length and protocol, and the checksum that goes with them. */
static void add_ipv4(struct picture *picture, unsigned length, unsigned protocol) {
    unsigned checksum = 0x9b17 + 33 + 17 - length - protocol;
    uint8_t *header = picture->bytes + picture->frame.captured;
    add_hex(picture, HELLO_IPV4);
    header[3] = (uint8_t)length;
    header[9] = (uint8_t)protocol;
    header[10] = (uint8_t)(checksum >> 8);
    header[11] = (uint8_t)checksum;
}

/* Eleven headers in each other: ten boxes, then lines that part the innermost one, which keeps half of the columns. */
static void test_deep(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_boxes, 80);
    picture.frame.link_type = RAW_IPV4;
    for (unsigned left = 11; left > 0; left--)
        add_ipv4(&picture, 20 * left + 5, left > 1 ? 4 : 253);
    add_hex(&picture, "68656c6c6f");
    expect_part(&picture, "│ │ │ │ │ │ │ │ │ │ Header checksum 0x9b18 good              │ │ │ │ │ │ │ │ │ │\n"
                          "│ │ │ │ │ │ │ │ │ ├─ ↳ ipv4 ────────────────────── 20 bytes ─┤ │ │ │ │ │ │ │ │ │\n"
                          "│ │ │ │ │ │ │ │ │ │ 192.168.1.10     → 192.168.1.20          │ │ │ │ │ │ │ │ │ │\n");
    expect_part(&picture, "│ │ │ │ │ │ │ │ │ ├─ ↳ Payload ──────────────────── 5 bytes ─┤ │ │ │ │ │ │ │ │ │\n"
                          "│ │ │ │ │ │ │ │ │ │ \"hello\"                                  │ │ │ │ │ │ │ │ │ │\n"
                          "│ │ │ │ │ │ │ │ │ └──────────────────────────────────────────┘ │ │ │ │ │ │ │ │ │\n"
                          "│ │ │ │ │ │ │ │ └──────────────────────────────────────────────┘ │ │ │ │ │ │ │ │\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hello),     cmocka_unit_test(test_hello_in_ascii), cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_leftovers), cmocka_unit_test(test_fields),         cmocka_unit_test(test_deep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
