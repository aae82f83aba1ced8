/* The fields of RADIUS packets, and the names of what attributes say. */
#include "messages/radius_packet.h"

#include "model/numbers.h"

#define IN(container) .within = UDPI_WITHIN(UDPI_RADIUS_##container)

#define NAMES(entries)                                                                                                 \
    { entries, sizeof entries / sizeof *entries }

/* RFC 2865 section 5.6, RFC 5607, RFC 7499 */
static const struct udpi_name service_types[] = {
    UDPI_NAME(1, "Login"),
    UDPI_NAME(2, "Framed"),
    UDPI_NAME(3, "Callback-Login"),
    UDPI_NAME(4, "Callback-Framed"),
    UDPI_NAME(5, "Outbound"),
    UDPI_NAME(6, "Administrative"),
    UDPI_NAME(7, "NAS-Prompt"),
    UDPI_NAME(8, "Authenticate-Only"),
    UDPI_NAME(9, "Callback-NAS-Prompt"),
    UDPI_NAME(10, "Call-Check"),
    UDPI_NAME(11, "Callback-Administrative"),
    UDPI_NAME(12, "Voice"),
    UDPI_NAME(13, "Fax"),
    UDPI_NAME(14, "Modem-Relay"),
    UDPI_NAME(15, "IAPP-Register"),
    UDPI_NAME(16, "IAPP-AP-Check"),
    UDPI_NAME(17, "Authorize-Only"),
    UDPI_NAME(18, "Framed-Management"),
    UDPI_NAME(19, "Additional-Authorization"),
};
static const struct udpi_names service_type_names = NAMES(service_types);

/* RFC 2865 section 5.7 */
static const struct udpi_name framed_protocols[] = {
    UDPI_NAME(1, "PPP"),
    UDPI_NAME(2, "SLIP"),
    UDPI_NAME(3, "ARAP"),
    UDPI_NAME(4, "Gandalf"),
    UDPI_NAME(5, "Xylogics"),
    UDPI_NAME(6, "X.75"),
    UDPI_NAME(7, "GPRS-PDP-Context"),
};
static const struct udpi_names framed_protocol_names = NAMES(framed_protocols);

/* RFC 2865 section 5.10 */
static const struct udpi_name framed_routings[] = {
    UDPI_NAME(0, "none"),
    UDPI_NAME(1, "send"),
    UDPI_NAME(2, "listen"),
    UDPI_NAME(3, "send and listen"),
};
static const struct udpi_names framed_routing_names = NAMES(framed_routings);

/* RFC 2865 section 5.13 */
static const struct udpi_name framed_compressions[] = {
    UDPI_NAME(0, "none"),
    UDPI_NAME(1, "VJ TCP/IP header"),
    UDPI_NAME(2, "IPX header"),
    UDPI_NAME(3, "Stac-LZS"),
};
static const struct udpi_names framed_compression_names = NAMES(framed_compressions);

/* RFC 2865 section 5.15 */
static const struct udpi_name login_services[] = {
    UDPI_NAME(0, "Telnet"),
    UDPI_NAME(1, "Rlogin"),
    UDPI_NAME(2, "TCP-Clear"),
    UDPI_NAME(3, "PortMaster"),
    UDPI_NAME(4, "LAT"),
    UDPI_NAME(5, "X25-PAD"),
    UDPI_NAME(6, "X25-T3POS"),
    UDPI_NAME(8, "TCP-Clear-Quiet"),
};
static const struct udpi_names login_service_names = NAMES(login_services);

/* RFC 2865 section 5.29 */
static const struct udpi_name termination_actions[] = {
    UDPI_NAME(0, "default"),
    UDPI_NAME(1, "RADIUS-Request"),
};
static const struct udpi_names termination_action_names = NAMES(termination_actions);

/* RFC 2866 section 5.1, RFC 2867 */
static const struct udpi_name acct_status_types[] = {
    UDPI_NAME(1, "Start"),
    UDPI_NAME(2, "Stop"),
    UDPI_NAME(3, "Interim-Update"),
    UDPI_NAME(7, "Accounting-On"),
    UDPI_NAME(8, "Accounting-Off"),
    UDPI_NAME(9, "Tunnel-Start"),
    UDPI_NAME(10, "Tunnel-Stop"),
    UDPI_NAME(11, "Tunnel-Reject"),
    UDPI_NAME(12, "Tunnel-Link-Start"),
    UDPI_NAME(13, "Tunnel-Link-Stop"),
    UDPI_NAME(14, "Tunnel-Link-Reject"),
    UDPI_NAME(15, "Failed"),
};
static const struct udpi_names acct_status_type_names = NAMES(acct_status_types);

/* RFC 2866 section 5.6, RFC 7155 */
static const struct udpi_name acct_authentics[] = {
    UDPI_NAME(1, "RADIUS"),
    UDPI_NAME(2, "Local"),
    UDPI_NAME(3, "Remote"),
    UDPI_NAME(4, "Diameter"),
};
static const struct udpi_names acct_authentic_names = NAMES(acct_authentics);

/* RFC 2866 section 5.10, RFC 3580 */
static const struct udpi_name acct_terminate_causes[] = {
    UDPI_NAME(1, "User-Request"),
    UDPI_NAME(2, "Lost-Carrier"),
    UDPI_NAME(3, "Lost-Service"),
    UDPI_NAME(4, "Idle-Timeout"),
    UDPI_NAME(5, "Session-Timeout"),
    UDPI_NAME(6, "Admin-Reset"),
    UDPI_NAME(7, "Admin-Reboot"),
    UDPI_NAME(8, "Port-Error"),
    UDPI_NAME(9, "NAS-Error"),
    UDPI_NAME(10, "NAS-Request"),
    UDPI_NAME(11, "NAS-Reboot"),
    UDPI_NAME(12, "Port-Unneeded"),
    UDPI_NAME(13, "Port-Preempted"),
    UDPI_NAME(14, "Port-Suspended"),
    UDPI_NAME(15, "Service-Unavailable"),
    UDPI_NAME(16, "Callback"),
    UDPI_NAME(17, "User-Error"),
    UDPI_NAME(18, "Host-Request"),
    UDPI_NAME(19, "Supplicant-Restart"),
    UDPI_NAME(20, "Reauthentication-Failure"),
    UDPI_NAME(21, "Port-Reinitialized"),
    UDPI_NAME(22, "Port-Administratively-Disabled"),
    UDPI_NAME(23, "Lost-Power"),
};
static const struct udpi_names acct_terminate_cause_names = NAMES(acct_terminate_causes);

/* RFC 2865 section 5.41, and IANA */
static const struct udpi_name nas_port_types[] = {
    UDPI_NAME(0, "Async"),
    UDPI_NAME(1, "Sync"),
    UDPI_NAME(2, "ISDN-Sync"),
    UDPI_NAME(3, "ISDN-Async-V.120"),
    UDPI_NAME(4, "ISDN-Async-V.110"),
    UDPI_NAME(5, "Virtual"),
    UDPI_NAME(6, "PIAFS"),
    UDPI_NAME(7, "HDLC-Clear-Channel"),
    UDPI_NAME(8, "X.25"),
    UDPI_NAME(9, "X.75"),
    UDPI_NAME(10, "G.3-Fax"),
    UDPI_NAME(11, "SDSL"),
    UDPI_NAME(12, "ADSL-CAP"),
    UDPI_NAME(13, "ADSL-DMT"),
    UDPI_NAME(14, "IDSL"),
    UDPI_NAME(15, "Ethernet"),
    UDPI_NAME(16, "xDSL"),
    UDPI_NAME(17, "Cable"),
    UDPI_NAME(18, "Wireless-Other"),
    UDPI_NAME(19, "Wireless-802.11"),
    UDPI_NAME(20, "Token-Ring"),
    UDPI_NAME(21, "FDDI"),
    UDPI_NAME(22, "Wireless-CDMA2000"),
    UDPI_NAME(23, "Wireless-UMTS"),
    UDPI_NAME(24, "Wireless-1X-EV"),
    UDPI_NAME(25, "IAPP"),
    UDPI_NAME(26, "FTTP"),
    UDPI_NAME(27, "Wireless-802.16"),
    UDPI_NAME(28, "Wireless-802.20"),
    UDPI_NAME(29, "Wireless-802.22"),
    UDPI_NAME(30, "PPPoA"),
    UDPI_NAME(31, "PPPoEoA"),
    UDPI_NAME(32, "PPPoEoE"),
    UDPI_NAME(33, "PPPoEoVLAN"),
    UDPI_NAME(34, "PPPoEoQinQ"),
    UDPI_NAME(35, "xPON"),
    UDPI_NAME(36, "Wireless-XGP"),
};
static const struct udpi_names nas_port_type_names = NAMES(nas_port_types);

/* RFC 2868 section 3.1, RFC 3580 */
static const struct udpi_name tunnel_types[] = {
    UDPI_NAME(1, "PPTP"),
    UDPI_NAME(2, "L2F"),
    UDPI_NAME(3, "L2TP"),
    UDPI_NAME(4, "ATMP"),
    UDPI_NAME(5, "VTP"),
    UDPI_NAME(6, "AH"),
    UDPI_NAME(7, "IP-IP"),
    UDPI_NAME(8, "MIN-IP-IP"),
    UDPI_NAME(9, "ESP"),
    UDPI_NAME(10, "GRE"),
    UDPI_NAME(11, "DVS"),
    UDPI_NAME(12, "IP-IP-Tunneling"),
    UDPI_NAME(13, "VLAN"),
};
static const struct udpi_names tunnel_type_names = NAMES(tunnel_types);

/* RFC 2868 section 3.2 */
static const struct udpi_name tunnel_medium_types[] = {
    UDPI_NAME(1, "IPv4"),
    UDPI_NAME(2, "IPv6"),
    UDPI_NAME(3, "NSAP"),
    UDPI_NAME(4, "HDLC"),
    UDPI_NAME(5, "BBN-1822"),
    UDPI_NAME(6, "802"),
    UDPI_NAME(7, "E.163"),
    UDPI_NAME(8, "E.164"),
    UDPI_NAME(9, "F.69"),
    UDPI_NAME(10, "X.121"),
    UDPI_NAME(11, "IPX"),
    UDPI_NAME(12, "AppleTalk"),
    UDPI_NAME(13, "DECnet-IV"),
    UDPI_NAME(14, "Banyan-Vines"),
    UDPI_NAME(15, "E.164-NSAP"),
};
static const struct udpi_names tunnel_medium_type_names = NAMES(tunnel_medium_types);

/* RFC 2869 section 5.10 */
static const struct udpi_name prompts[] = {
    UDPI_NAME(0, "no echo"),
    UDPI_NAME(1, "echo"),
};
static const struct udpi_names prompt_names = NAMES(prompts);

/* RFC 5176 section 3.5, RFC 5580 */
static const struct udpi_name error_causes[] = {
    UDPI_NAME(201, "residual session context removed"),
    UDPI_NAME(202, "invalid EAP packet"),
    UDPI_NAME(401, "unsupported attribute"),
    UDPI_NAME(402, "missing attribute"),
    UDPI_NAME(403, "NAS identification mismatch"),
    UDPI_NAME(404, "invalid request"),
    UDPI_NAME(405, "unsupported service"),
    UDPI_NAME(406, "unsupported extension"),
    UDPI_NAME(407, "invalid attribute value"),
    UDPI_NAME(501, "administratively prohibited"),
    UDPI_NAME(502, "request not routable"),
    UDPI_NAME(503, "session context not found"),
    UDPI_NAME(504, "session context not removable"),
    UDPI_NAME(505, "other proxy processing error"),
    UDPI_NAME(506, "resources unavailable"),
    UDPI_NAME(507, "request initiated"),
    UDPI_NAME(508, "multiple session selection unsupported"),
    UDPI_NAME(509, "location information required"),
};
static const struct udpi_names error_cause_names = NAMES(error_causes);

const struct udpi_field udpi_radius_fields[UDPI_RADIUS_FIELDS] = {
    [UDPI_RADIUS_CODE] = {.key = "code", .label = "Code", .type = UDPI_UINT, UDPI_AT(0, 1), .flags = UDPI_SUMMARY,
                          .names = &udpi_radius_code_names, .doc = "Kind of the packet."},
    [UDPI_RADIUS_ID] = {.key = "id", .label = "Identifier", .type = UDPI_UINT, UDPI_AT(1, 1), .flags = UDPI_SUMMARY,
                        .doc = "Ties an answer to its request."},
    [UDPI_RADIUS_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, UDPI_AT(2, 2),
                            .doc = "Bytes of the packet; what comes behind them is no part of it."},
    [UDPI_RADIUS_AUTHENTICATOR] = {.key = "authenticator", .label = "Authenticator", .type = UDPI_BYTES,
                                   .doc = "Random in a request for access; else a digest with the shared secret."},
    [UDPI_RADIUS_ATTRIBUTES] = {.key = "attributes", .label = "Attributes", .type = UDPI_LIST,
                                .doc = "What is asked, said or allowed."},
    [UDPI_RADIUS_ATTRIBUTE] = {.key = "attribute", .label = "Attribute", .type = UDPI_GROUP, IN(ATTRIBUTES),
                               .doc = "One of them."},
    [UDPI_RADIUS_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, IN(ATTRIBUTE),
                          .names = &udpi_radius_attribute_names, .doc = "Kind of attribute."},
    [UDPI_RADIUS_ATTRIBUTE_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, IN(ATTRIBUTE),
                                      .doc = "Bytes of the attribute with type and length."},
    [UDPI_RADIUS_USER_NAME] = {.key = "user_name", .label = "User name", .type = UDPI_TEXT, IN(ATTRIBUTE),
                               .flags = UDPI_SUMMARY, .doc = "Who asks for access."},
    [UDPI_RADIUS_TAG] = {.key = "tag", .label = "Tag", .type = UDPI_UINT, IN(ATTRIBUTE),
                         .doc = "Tunnel that it is of (RFC 2868), or 49 for tagged frames (RFC 4675)."},
    [UDPI_RADIUS_TEXT] = {.key = "text", .label = "Text", .type = UDPI_TEXT, IN(ATTRIBUTE), .doc = "Text."},
    [UDPI_RADIUS_ADDRESS] = {.key = "address", .label = "Address", .type = UDPI_IPV4, IN(ATTRIBUTE),
                             .doc = "An address, or a mask."},
    [UDPI_RADIUS_IPV6_ADDRESS] = {.key = "ipv6_address", .label = "IPv6 address", .type = UDPI_IPV6, IN(ATTRIBUTE),
                                  .width = 16, .doc = "An address."},
    [UDPI_RADIUS_PREFIX_LENGTH] = {.key = "prefix_length", .label = "Prefix length", .type = UDPI_UINT, IN(ATTRIBUTE),
                                   .doc = "Bits of the prefix."},
    [UDPI_RADIUS_PREFIX] = {.key = "prefix", .label = "Prefix", .type = UDPI_BYTES, IN(ATTRIBUTE),
                            .doc = "As many bytes of it as there are."},
    [UDPI_RADIUS_NUMBER] = {.key = "number", .label = "Number", .type = UDPI_UINT, IN(ATTRIBUTE),
                            .doc = "A number, in the unit of the attribute."},
    [UDPI_RADIUS_WIDE] = {.key = "wide_number", .label = "Wide number", .type = UDPI_HEX, IN(ATTRIBUTE), .width = 8,
                          .doc = "A number of 64 bits."},
    [UDPI_RADIUS_TIME] = {.key = "time", .label = "Time", .type = UDPI_TIME, IN(ATTRIBUTE),
                          .doc = "When it happened."},
    [UDPI_RADIUS_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, IN(ATTRIBUTE), .doc = "Opaque."},
    [UDPI_RADIUS_SECRET] = {.key = "secret", .label = "Secret", .type = UDPI_BYTES, IN(ATTRIBUTE),
                            .flags = UDPI_SENSITIVE, .doc = "A password, or what was made of one."},
    [UDPI_RADIUS_SERVICE_TYPE] = {.key = "service_type", .label = "Service type", .type = UDPI_UINT, IN(ATTRIBUTE),
                                  .names = &service_type_names, .doc = "What the user wants, or is given."},
    [UDPI_RADIUS_FRAMED_PROTOCOL] = {.key = "framed_protocol", .label = "Framed protocol", .type = UDPI_UINT,
                                     IN(ATTRIBUTE), .names = &framed_protocol_names,
                                     .doc = "What the frames of the user look like."},
    [UDPI_RADIUS_FRAMED_ROUTING] = {.key = "framed_routing", .label = "Framed routing", .type = UDPI_UINT,
                                    IN(ATTRIBUTE), .names = &framed_routing_names,
                                    .doc = "What the user does about routing."},
    [UDPI_RADIUS_FRAMED_COMPRESSION] = {.key = "framed_compression", .label = "Framed compression", .type = UDPI_UINT,
                                        IN(ATTRIBUTE), .names = &framed_compression_names,
                                        .doc = "How headers are compressed."},
    [UDPI_RADIUS_LOGIN_SERVICE] = {.key = "login_service", .label = "Login service", .type = UDPI_UINT, IN(ATTRIBUTE),
                                   .names = &login_service_names, .doc = "How the user gets to the host."},
    [UDPI_RADIUS_TERMINATION_ACTION] = {.key = "termination_action", .label = "Termination action", .type = UDPI_UINT,
                                        IN(ATTRIBUTE), .names = &termination_action_names,
                                        .doc = "What happens at the end of the service."},
    [UDPI_RADIUS_ACCT_STATUS_TYPE] = {.key = "acct_status_type", .label = "Accounting status type", .type = UDPI_UINT,
                                      IN(ATTRIBUTE), .names = &acct_status_type_names, .flags = UDPI_SUMMARY,
                                      .doc = "What the account is of."},
    [UDPI_RADIUS_ACCT_AUTHENTIC] = {.key = "acct_authentic", .label = "Accounting authentic", .type = UDPI_UINT,
                                    IN(ATTRIBUTE), .names = &acct_authentic_names,
                                    .doc = "Who has authenticated the user."},
    [UDPI_RADIUS_ACCT_TERMINATE_CAUSE] = {.key = "acct_terminate_cause", .label = "Accounting terminate cause",
                                          .type = UDPI_UINT, IN(ATTRIBUTE), .names = &acct_terminate_cause_names,
                                          .doc = "Why the session has ended."},
    [UDPI_RADIUS_NAS_PORT_TYPE] = {.key = "nas_port_type", .label = "NAS port type", .type = UDPI_UINT, IN(ATTRIBUTE),
                                   .names = &nas_port_type_names, .doc = "Kind of port that the user is at."},
    [UDPI_RADIUS_TUNNEL_TYPE] = {.key = "tunnel_type", .label = "Tunnel type", .type = UDPI_UINT, IN(ATTRIBUTE),
                                 .names = &tunnel_type_names, .doc = "Protocol of the tunnel."},
    [UDPI_RADIUS_TUNNEL_MEDIUM_TYPE] = {.key = "tunnel_medium_type", .label = "Tunnel medium type", .type = UDPI_UINT,
                                        IN(ATTRIBUTE), .names = &tunnel_medium_type_names,
                                        .doc = "What the tunnel goes over."},
    [UDPI_RADIUS_PROMPT] = {.key = "prompt", .label = "Prompt", .type = UDPI_UINT, IN(ATTRIBUTE),
                            .names = &prompt_names, .doc = "Whether the answer is shown while it is typed."},
    [UDPI_RADIUS_ERROR_CAUSE] = {.key = "error_cause", .label = "Error cause", .type = UDPI_UINT, IN(ATTRIBUTE),
                                 .names = &error_cause_names, .flags = UDPI_SUMMARY,
                                 .doc = "Why the server could not do it."},
    [UDPI_RADIUS_VENDOR_ID] = {.key = "vendor_id", .label = "Vendor", .type = UDPI_UINT, IN(ATTRIBUTE), .width = 4,
                               .names = &udpi_enterprise_names, .doc = "Number that IANA has given to the vendor."},
    [UDPI_RADIUS_EXTENDED_TYPE] = {.key = "extended_type", .label = "Extended type", .type = UDPI_UINT, IN(ATTRIBUTE),
                                   .doc = "Kind of attribute, beyond those that the type can tell (RFC 6929)."},
    [UDPI_RADIUS_MORE] = {.key = "more", .label = "More", .type = UDPI_BOOL, IN(ATTRIBUTE),
                          .doc = "The value goes on in the next attribute (RFC 6929)."},
    [UDPI_RADIUS_VENDOR_ATTRIBUTES] = {.key = "subattributes", .label = "Attributes of the vendor",
                                       .type = UDPI_LIST, IN(ATTRIBUTE), .doc = "As the vendor has them."},
    [UDPI_RADIUS_VENDOR_ATTRIBUTE] = {.key = "entry", .label = "Attribute of the vendor",
                                      .type = UDPI_GROUP, IN(VENDOR_ATTRIBUTES), .doc = "One of them."},
    [UDPI_RADIUS_VENDOR_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, IN(VENDOR_ATTRIBUTE),
                                 .doc = "Kind of attribute."},
    [UDPI_RADIUS_VENDOR_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, IN(VENDOR_ATTRIBUTE),
                                   .doc = "Bytes of the attribute with type and length."},
    [UDPI_RADIUS_VENDOR_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, IN(VENDOR_ATTRIBUTE),
                                 .doc = "As the vendor has it."},
    [UDPI_RADIUS_VENDOR_TEXT] = {.key = "text", .label = "Text", .type = UDPI_TEXT, IN(VENDOR_ATTRIBUTE),
                                 .flags = UDPI_IF_CLEAN, .doc = "The same where it is text."},
    [UDPI_RADIUS_VENDOR_SECRET] = {.key = "secret", .label = "Secret", .type = UDPI_BYTES, IN(VENDOR_ATTRIBUTE),
                                   .flags = UDPI_SENSITIVE, .doc = "A password, a key, or what was made of them."},
};
