/*
 * Simple Service Discovery Protocol: requests and answers of HTTP in a datagram, see model/text_lines.h. The methods are M-SEARCH
 * and NOTIFY.
 */
#include "model/text_lines.h"

enum {
    NOTIFICATION_TYPE = UDPI_TEXT_FIELDS,
    NOTIFICATION_SUBTYPE,
    SEARCH_TARGET,
    UNIQUE_SERVICE_NAME,
    LOCATION,
    SERVER,
    FIELDS
};

static const struct udpi_field fields[FIELDS] = {
    [UDPI_TEXT_METHOD] = {.key = "method", .label = "Method", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                          .doc = "What a request does: M-SEARCH looks for services, NOTIFY announces one."},
    [UDPI_TEXT_URI] = {.key = "request_uri", .label = "Request URI", .type = UDPI_TEXT,
                       .doc = "What it is about: * stands for the receiver itself."},
    [UDPI_TEXT_VERSION] = {.key = "version", .label = "Version", .type = UDPI_TEXT, .doc = "Of HTTP."},
    UDPI_TEXT_FIELD_LIST,
    [NOTIFICATION_TYPE] = {.key = "nt", .label = "Notification type", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                           .doc = "Kind of device or service that is announced; of the header NT."},
    [NOTIFICATION_SUBTYPE] = {.key = "nts", .label = "Notification subtype", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                              .doc = "Whether it is there (ssdp:alive) or leaves (ssdp:byebye); of the header NTS."},
    [SEARCH_TARGET] = {.key = "st", .label = "Search target", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                       .doc = "Kind of device or service that is looked for, or has answered; of the header ST."},
    [UNIQUE_SERVICE_NAME] = {.key = "usn", .label = "Unique service name", .type = UDPI_TEXT,
                             .doc = "Which one of its kind; of the header USN."},
    [LOCATION] = {.key = "location", .label = "Location", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                  .doc = "Where more about it can be read; of the header LOCATION."},
    [SERVER] = {.key = "server", .label = "Server", .type = UDPI_TEXT,
                .doc = "System and program of the device; of the header SERVER."},
};

/* In the order of the fields from NOTIFICATION_TYPE on. */
static const char *const wanted[] = {"NT", "NTS", "ST", "USN", "LOCATION", "SERVER"};
enum { WANTED = sizeof wanted / sizeof *wanted };
_Static_assert(NOTIFICATION_TYPE + WANTED == FIELDS, "a field for each");

static const struct udpi_text_form form = {
    .version = "HTTP/1.",
    .wanted = wanted,
    .wanted_count = WANTED,
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    struct udpi_text found[WANTED] = {0};
    if (!udpi_take_start_line(d, &form))
        return udpi_next_not_mine();
    udpi_take_headers(d, &form, found);
    for (unsigned i = 0; i < WANTED; i++)
        udpi_put_text(d, 0, NOTIFICATION_TYPE + i, found[i]);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 1900}};

const struct udpi_protocol udpi_ssdp = {
    .key = "ssdp",
    .title = "Simple Service Discovery Protocol",
    .spec = "UPnP Device Architecture 2.0, section 1",
    .doc = "Looks for devices and services of a network (UPnP), and announces them.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .is_end = true,
    .decode = decode,
};
