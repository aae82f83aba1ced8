#include "messages/sdp.h"

#include <arpa/inet.h>

#include "model/expected.h"
#include "model/nest.h"
#include "model/text_lines.h"

struct endpoint {
    uint8_t address[16];
    uint8_t size; /* 4 or 16; 0 while none is known */
    uint32_t port;
};

/* The session as far as it has been read, and the medium whose lines are being read. */
struct session {
    struct endpoint common; /* of all media that name no address of their own */
    struct endpoint rtp, rtcp;
    bool is_in_media, is_rtp, is_encrypted, is_multiplexed;
    bool is_fax; /* UDPTL: ITU-T T.38, to which calls go over on the same port */
};

/* --- lines -------------------------------------------------------------------------------------------------------- */

/* "IN IP4 192.0.2.1/127": RFC 8866 section 5.7. What stands behind a slash is of multicast: time to live, number of addresses. */
static bool read_address(struct udpi_text value, struct endpoint *endpoint) {
    struct udpi_text network = udpi_text_cut(&value, ' '), kind = udpi_text_cut(&value, ' ');
    struct udpi_text address = udpi_text_trim(udpi_text_cut(&value, '/'));
    bool is_ipv4 = udpi_text_is(kind, "IP4"), is_ipv6 = udpi_text_is(kind, "IP6");
    char text[INET6_ADDRSTRLEN];
    if (!udpi_text_is(network, "IN") || !(is_ipv4 || is_ipv6) || address.size >= sizeof text)
        return false;
    memcpy(text, address.at, address.size);
    text[address.size] = '\0';
    if (inet_pton(is_ipv4 ? AF_INET : AF_INET6, text, endpoint->address) != 1)
        return false;
    endpoint->size = is_ipv4 ? 4 : 16;
    return true;
}

static void expect(struct udpi_decode *d, const struct endpoint *endpoint, uint16_t key) {
    if (endpoint->port <= UINT16_MAX)
        udpi_expect(d, endpoint->address, endpoint->size, (uint16_t)endpoint->port, key);
}

static void end_media(struct udpi_decode *d, struct session *session) {
    if (session->is_fax)
        expect(d, &session->rtp, UDPI_AS_PAYLOAD);
    if (!session->is_rtp || session->rtp.port == 0) /* 0 declines the medium: RFC 3264 section 6 */
        return;
    if (session->is_multiplexed && !session->is_encrypted)
        expect(d, &session->rtp, UDPI_AS_RTP_MUX);
    else
        expect(d, &session->rtp, UDPI_AS_RTP);
    if (session->is_encrypted)
        return;
    struct endpoint rtcp = session->rtcp.size ? session->rtcp : session->rtp;
    rtcp.port = session->rtcp.port ? session->rtcp.port : session->rtp.port + 1;
    if (rtcp.port != session->rtp.port)
        expect(d, &rtcp, UDPI_AS_RTCP);
}

/* "audio 49170/2 RTP/AVP 0 8": RFC 8866 section 5.14. */
static void begin_media(struct session *session, struct udpi_text value) {
    udpi_text_cut(&value, ' ');
    struct udpi_text ports = udpi_text_cut(&value, ' '), transport = udpi_text_cut(&value, ' ');
    *session = (struct session){.common = session->common, .rtp = session->common, .is_in_media = true};
    if (!udpi_text_number(udpi_text_cut(&ports, '/'), &session->rtp.port))
        session->rtp.port = 0;
    session->is_encrypted = udpi_text_begins(transport, "RTP/SAVP") || udpi_text_begins(transport, "UDP/TLS/RTP/");
    session->is_rtp = udpi_text_begins(transport, "RTP/") || session->is_encrypted;
    session->is_fax = udpi_text_is(transport, "udptl");
}

/* "rtcp:53020 IN IP4 192.0.2.1", of which the address may be left out. */
static void read_attribute(struct session *session, struct udpi_text value) {
    struct udpi_text name = udpi_text_cut(&value, ':');
    if (udpi_text_is(name, "rtcp-mux"))
        session->is_multiplexed = true;
    if (!udpi_text_is(name, "rtcp"))
        return;
    if (!udpi_text_number(udpi_text_cut(&value, ' '), &session->rtcp.port))
        session->rtcp.port = 0;
    read_address(value, &session->rtcp);
}

static void read_line(struct udpi_decode *d, struct session *session, uint8_t type, struct udpi_text value) {
    switch (type) {
    case 'c': read_address(value, session->is_in_media ? &session->rtp : &session->common); break;
    case 'a': read_attribute(session, value); break;
    case 'm':
        end_media(d, session);
        begin_media(session, value);
        break;
    default: break;
    }
}

/* --- the description ---------------------------------------------------------------------------------------------- */

static void put_line(struct udpi_decode *d, const struct udpi_sdp_form *form, struct udpi_text type,
                     struct udpi_text value) {
    udpi_put_at_depth(d, 1, form->line, udpi_offset_of(d, type.at), type.size + 1 + value.size, 0);
    udpi_put_text(d, 2, form->type, type);
    udpi_put_text(d, 2, form->value, value);
}

void udpi_take_sdp(struct udpi_decode *d, const struct udpi_sdp_form *form) {
    struct session session = {0};
    struct udpi_text value;
    uint16_t list = udpi_nest_open(d, 0, form->list);
    while (udpi_take_line(d, &value)) {
        size_t size = value.size;
        struct udpi_text type = udpi_text_cut(&value, '=');
        if (size == 0)
            continue;
        if (type.size != 1 || size == 1) {
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "a line of {a} bytes in the session description is not LETTER=VALUE",
                          (uint32_t)size, 0);
            continue;
        }
        put_line(d, form, type, value);
        read_line(d, &session, type.at[0], value);
    }
    end_media(d, &session);
    udpi_nest_close(d, list);
}
