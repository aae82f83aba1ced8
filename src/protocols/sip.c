/*
 * Session Initiation Protocol: requests and answers in lines of text, see model/text_lines.h. A body that is a session description
 * is shown line by line; any other is payload.
 */
#include "messages/sdp.h"
#include "model/text_lines.h"

enum {
    FULL_NAME = UDPI_TEXT_FIELDS,
    FROM,
    TO,
    CALL_ID,
    CSEQ,
    SDP,
    SDP_LINE,
    SDP_TYPE,
    SDP_VALUE,
    FIELDS
};

/* IANA's "Session Initiation Protocol (SIP) Parameters": compact forms, by their letters. */
static const struct udpi_name compact_entries[] = {
    UDPI_NAME('a', "Accept-Contact"),
    UDPI_NAME('b', "Referred-By"),
    UDPI_NAME('c', "Content-Type"),
    UDPI_NAME('d', "Request-Disposition"),
    UDPI_NAME('e', "Content-Encoding"),
    UDPI_NAME('f', "From"),
    UDPI_NAME('i', "Call-ID"),
    UDPI_NAME('j', "Reject-Contact"),
    UDPI_NAME('k', "Supported"),
    UDPI_NAME('l', "Content-Length"),
    UDPI_NAME('m', "Contact"),
    UDPI_NAME('n', "Identity-Info"),
    UDPI_NAME('o', "Event"),
    UDPI_NAME('r', "Refer-To"),
    UDPI_NAME('s', "Subject"),
    UDPI_NAME('t', "To"),
    UDPI_NAME('u', "Allow-Events"),
    UDPI_NAME('v', "Via"),
    UDPI_NAME('x', "Session-Expires"),
    UDPI_NAME('y', "Identity"),
};
static const struct udpi_names compact_names = {compact_entries, sizeof compact_entries / sizeof *compact_entries};

static const struct udpi_field fields[FIELDS] = {
    [UDPI_TEXT_METHOD] = {.key = "method", .label = "Method", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                          .doc = "What a request does: INVITE calls, BYE hangs up, REGISTER says where somebody is."},
    [UDPI_TEXT_URI] = {.key = "request_uri", .label = "Request URI", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                       .doc = "Who is asked."},
    [UDPI_TEXT_VERSION] = {.key = "version", .label = "Version", .type = UDPI_TEXT, .doc = "Always SIP/2.0."},
    UDPI_TEXT_FIELD_LIST,
    [FULL_NAME] = {.key = "full_name", .label = "Full name", .type = UDPI_WORD, .within = UDPI_WITHIN(UDPI_TEXT_HEADER),
                   .names = &compact_names, .doc = "What a name of one letter stands for."},
    [FROM] = {.key = "from", .label = "From", .type = UDPI_TEXT, .doc = "Who has begun; of the header From."},
    [TO] = {.key = "to", .label = "To", .type = UDPI_TEXT, .doc = "Who is meant; of the header To."},
    [CALL_ID] = {.key = "call_id", .label = "Call id", .type = UDPI_TEXT,
                 .doc = "The same in all messages of a call; of the header Call-ID."},
    [CSEQ] = {.key = "cseq", .label = "CSeq", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
              .doc = "Number and method of the request, which the answer repeats; of the header CSeq."},
    [SDP] = {.key = "sdp", .label = "Session description", .type = UDPI_LIST,
             .doc = "What is to be sent where: RFC 8866."},
    [SDP_LINE] = {.key = "line", .label = "Line", .type = UDPI_GROUP, .within = UDPI_WITHIN(SDP), .doc = "One line."},
    [SDP_TYPE] = {.key = "type", .label = "Type", .type = UDPI_TEXT, .within = UDPI_WITHIN(SDP_LINE),
                  .doc = "A letter: c has an address, m a medium with its port, a an attribute."},
    [SDP_VALUE] = {.key = "value", .label = "Value", .type = UDPI_TEXT, .within = UDPI_WITHIN(SDP_LINE),
                   .doc = "What the line says."},
};

/* The first ones in the order of the fields from FROM on. */
enum { SHOWN = 4, CONTENT_TYPE = SHOWN, CONTENT_LENGTH, CONTENT_ENCODING, WANTED };
static const char *const wanted[WANTED] = {"From",         "To",             "Call-ID",         "CSeq",
                                           "Content-Type", "Content-Length", "Content-Encoding"};

static const struct udpi_text_form form = {
    .version = "SIP/2.0",
    .compact = &compact_names,
    .full_name = FULL_NAME,
    .wanted = wanted,
    .wanted_count = WANTED,
};

static const struct udpi_sdp_form sdp_form = {.list = SDP, .line = SDP_LINE, .type = SDP_TYPE, .value = SDP_VALUE};

/* Bytes of the body: what the header says, or all that is there (RFC 3261 section 18.3). */
static size_t find_length(struct udpi_decode *d, struct udpi_text header) {
    uint32_t length;
    if (!header.at || !udpi_text_number(header, &length))
        return d->cursor.claim;
    if (length <= d->cursor.claim)
        return length;
    udpi_note_add(d, UDPI_NOTE_MALFORMED, "Content-Length is {a}, and {b} bytes are there", length,
                  (uint32_t)d->cursor.claim);
    return d->cursor.claim;
}

static void take_body(struct udpi_decode *d, const struct udpi_text *found) {
    struct udpi_text type = found[CONTENT_TYPE];
    size_t length = find_length(d, found[CONTENT_LENGTH]);
    bool is_sdp = udpi_text_is(udpi_text_trim(udpi_text_cut(&type, ';')), "application/sdp");
    if (length == 0 || !is_sdp || found[CONTENT_ENCODING].size > 0)
        return;
    size_t rest = d->cursor.claim - length;
    d->cursor.claim = length;
    udpi_take_sdp(d, &sdp_form);
    d->cursor.claim += rest;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    struct udpi_text found[WANTED] = {0};
    if (!udpi_take_start_line(d, &form))
        return udpi_next_not_mine();
    udpi_take_headers(d, &form, found);
    for (unsigned i = 0; i < SHOWN; i++)
        udpi_put_text(d, 0, FROM + i, found[i]);
    if (d->cursor.stop == UDPI_STOP_NONE)
        take_body(d, found);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 5060}};

const struct udpi_protocol udpi_sip = {
    .key = "sip",
    .title = "Session Initiation Protocol",
    .spec = "RFC 3261",
    .doc = "Sets up calls: who calls whom, and where their voices shall be sent.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .is_end = true,
    .decode = decode,
};
