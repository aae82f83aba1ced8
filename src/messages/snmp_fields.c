#include "messages/snmp_fields.h"

#define NAMES(entries)                                                                                                 \
    { (entries), sizeof(entries) / sizeof *(entries) }

/* RFC 1157 section 4, RFC 1901 section 3, RFC 3412 section 6. */
static const struct udpi_name version_entries[] = {UDPI_NAME(0, "v1"), UDPI_NAME(1, "v2c"), UDPI_NAME(3, "v3")};
static const struct udpi_names version_names = NAMES(version_entries);

/* RFC 3411 section 5, SnmpSecurityModel; 4 is that of RFC 5591. */
static const struct udpi_name model_entries[] = {UDPI_NAME(0, "any"), UDPI_NAME(1, "SNMPv1"), UDPI_NAME(2, "SNMPv2c"),
                                                 UDPI_NAME(3, "USM"), UDPI_NAME(4, "TSM")};
static const struct udpi_names model_names = NAMES(model_entries);

/* RFC 3416 section 3; 4 is that of RFC 1157. */
static const struct udpi_name pdu_entries[] = {
    UDPI_NAME(0, "get-request"),    UDPI_NAME(1, "get-next-request"),
    UDPI_NAME(2, "response"),       UDPI_NAME(3, "set-request"),
    UDPI_NAME(4, "trap"),           UDPI_NAME(5, "get-bulk-request"),
    UDPI_NAME(6, "inform-request"), UDPI_NAME(7, "snmpV2-trap"),
    UDPI_NAME(8, "report"),
};
static const struct udpi_names pdu_names = NAMES(pdu_entries);

/* RFC 3416 section 3. */
static const struct udpi_name error_entries[] = {
    UDPI_NAME(0, "noError"),
    UDPI_NAME(1, "tooBig"),
    UDPI_NAME(2, "noSuchName"),
    UDPI_NAME(3, "badValue"),
    UDPI_NAME(4, "readOnly"),
    UDPI_NAME(5, "genErr"),
    UDPI_NAME(6, "noAccess"),
    UDPI_NAME(7, "wrongType"),
    UDPI_NAME(8, "wrongLength"),
    UDPI_NAME(9, "wrongEncoding"),
    UDPI_NAME(10, "wrongValue"),
    UDPI_NAME(11, "noCreation"),
    UDPI_NAME(12, "inconsistentValue"),
    UDPI_NAME(13, "resourceUnavailable"),
    UDPI_NAME(14, "commitFailed"),
    UDPI_NAME(15, "undoFailed"),
    UDPI_NAME(16, "authorizationError"),
    UDPI_NAME(17, "notWritable"),
    UDPI_NAME(18, "inconsistentName"),
};
static const struct udpi_names error_names = NAMES(error_entries);

/* RFC 1157 section 4.1.6. */
static const struct udpi_name trap_entries[] = {
    UDPI_NAME(0, "coldStart"),
    UDPI_NAME(1, "warmStart"),
    UDPI_NAME(2, "linkDown"),
    UDPI_NAME(3, "linkUp"),
    UDPI_NAME(4, "authenticationFailure"),
    UDPI_NAME(5, "egpNeighborLoss"),
    UDPI_NAME(6, "enterpriseSpecific"),
};
static const struct udpi_names trap_names = NAMES(trap_entries);

/* RFC 2578 section 2, RFC 3416 section 3; 0x45 and 0x47 are those of RFC 1442 section 2. */
static const struct udpi_name value_entries[] = {
    UDPI_NAME(0x02, "INTEGER"),           UDPI_NAME(0x04, "OCTET STRING"),   UDPI_NAME(0x05, "NULL"),
    UDPI_NAME(0x06, "OBJECT IDENTIFIER"), UDPI_NAME(0x40, "IpAddress"),      UDPI_NAME(0x41, "Counter32"),
    UDPI_NAME(0x42, "Gauge32"),           UDPI_NAME(0x43, "TimeTicks"),      UDPI_NAME(0x44, "Opaque"),
    UDPI_NAME(0x45, "NsapAddress"),       UDPI_NAME(0x46, "Counter64"),      UDPI_NAME(0x47, "UInteger32"),
    UDPI_NAME(0x80, "noSuchObject"),      UDPI_NAME(0x81, "noSuchInstance"), UDPI_NAME(0x82, "endOfMibView"),
};
static const struct udpi_names value_names = NAMES(value_entries);

#define IN(container) .within = UDPI_WITHIN(UDPI_SNMP_##container)

const struct udpi_field udpi_snmp_fields[UDPI_SNMP_FIELDS] = {
    [UDPI_SNMP_VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .width = 4, .flags = UDPI_SUMMARY,
                           .names = &version_names, .doc = "Of the protocol, counted from 0."},
    [UDPI_SNMP_COMMUNITY] = {.key = "community", .label = "Community", .type = UDPI_TEXT, .flags = UDPI_SENSITIVE,
                             .doc = "What the sender may see and change, in place of a password."},
    [UDPI_SNMP_MESSAGE_ID] = {.key = "message_id", .label = "Message id", .type = UDPI_UINT, .width = 4,
                              .doc = "Ties a message to its answer, be it encrypted."},
    [UDPI_SNMP_MESSAGE_MAX_SIZE] = {.key = "message_max_size", .label = "Largest message", .type = UDPI_UINT,
                                    .width = 4, .doc = "Bytes of the largest message that the sender takes."},
    [UDPI_SNMP_AUTHENTICATED] = {.key = "authenticated", .label = "Authenticated", .type = UDPI_BOOL,
                                 .doc = "A digest shows who the sender is."},
    [UDPI_SNMP_ENCRYPTED] = {.key = "encrypted", .label = "Encrypted", .type = UDPI_BOOL, .flags = UDPI_SUMMARY,
                             .doc = "The PDU is encrypted."},
    [UDPI_SNMP_REPORTABLE] = {.key = "reportable", .label = "Reportable", .type = UDPI_BOOL,
                              .doc = "The sender wants a report where the message is not accepted."},
    [UDPI_SNMP_SECURITY_MODEL] = {.key = "security_model", .label = "Security model", .type = UDPI_UINT, .width = 4,
                                  .names = &model_names, .doc = "What the security parameters mean."},
    [UDPI_SNMP_SECURITY_PARAMETERS] = {.key = "security_parameters", .label = "Security parameters",
                                       .type = UDPI_BYTES, .doc = "Of a model other than USM."},
    [UDPI_SNMP_ENGINE_ID] = {.key = "authoritative_engine_id", .label = "Authoritative engine id", .type = UDPI_BYTES,
                             .doc = "Of the engine whose clock and keys count; none where it is to be found out."},
    [UDPI_SNMP_ENGINE_BOOTS] = {.key = "authoritative_engine_boots", .label = "Engine boots", .type = UDPI_UINT,
                                .width = 4, .doc = "How often that engine has started."},
    [UDPI_SNMP_ENGINE_TIME] = {.key = "authoritative_engine_time", .label = "Engine time", .type = UDPI_UINT,
                               .width = 4, .doc = "Seconds since it has."},
    [UDPI_SNMP_USER_NAME] = {.key = "user_name", .label = "User name", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                             .doc = "Whose keys are used."},
    [UDPI_SNMP_AUTHENTICATION_PARAMETERS] = {.key = "authentication_parameters", .label = "Authentication parameters",
                                             .type = UDPI_BYTES, .doc = "Digest of the message."},
    [UDPI_SNMP_PRIVACY_PARAMETERS] = {.key = "privacy_parameters", .label = "Privacy parameters", .type = UDPI_BYTES,
                                      .doc = "What beside the key the PDU is encrypted with."},
    [UDPI_SNMP_ENCRYPTED_PDU] = {.key = "encrypted_pdu", .label = "Encrypted PDU", .type = UDPI_BYTES,
                                 .doc = "Context and PDU, encrypted."},
    [UDPI_SNMP_CONTEXT_ENGINE_ID] = {.key = "context_engine_id", .label = "Context engine id", .type = UDPI_BYTES,
                                     .doc = "Engine that has the variables."},
    [UDPI_SNMP_CONTEXT_NAME] = {.key = "context_name", .label = "Context name", .type = UDPI_TEXT,
                                .doc = "Which of that engine's sets of variables is meant."},
    [UDPI_SNMP_PDU_TYPE] = {.key = "pdu_type", .label = "PDU type", .type = UDPI_UINT, .width = 1,
                            .flags = UDPI_SUMMARY, .names = &pdu_names, .doc = "What is asked or told."},
    [UDPI_SNMP_REQUEST_ID] = {.key = "request_id", .label = "Request id", .type = UDPI_INT,
                              .doc = "Ties a response to its request."},
    [UDPI_SNMP_ERROR_STATUS] = {.key = "error_status", .label = "Error status", .type = UDPI_UINT, .width = 4,
                                .flags = UDPI_NOTABLE, .names = &error_names, .doc = "What went wrong."},
    [UDPI_SNMP_ERROR_INDEX] = {.key = "error_index", .label = "Error index", .type = UDPI_UINT, .width = 4,
                               .doc = "Which binding it went wrong with, counted from 1."},
    [UDPI_SNMP_NON_REPEATERS] = {.key = "non_repeaters", .label = "Non-repeaters", .type = UDPI_UINT, .width = 4,
                                 .doc = "How many bindings at the front want one successor only."},
    [UDPI_SNMP_MAX_REPETITIONS] = {.key = "max_repetitions", .label = "Repetitions", .type = UDPI_UINT, .width = 4,
                                   .doc = "How many successors the others want at most."},
    [UDPI_SNMP_ENTERPRISE] = {.key = "enterprise", .label = "Enterprise", .type = UDPI_OID, .flags = UDPI_SUMMARY,
                              .doc = "Kind of device that something has happened to."},
    [UDPI_SNMP_AGENT_ADDRESS] = {.key = "agent_address", .label = "Agent address", .type = UDPI_IPV4,
                                 .doc = "Of that device."},
    [UDPI_SNMP_GENERIC_TRAP] = {.key = "generic_trap", .label = "Generic trap", .type = UDPI_UINT, .width = 4,
                                .flags = UDPI_SUMMARY, .names = &trap_names, .doc = "What has happened."},
    [UDPI_SNMP_SPECIFIC_TRAP] = {.key = "specific_trap", .label = "Specific trap", .type = UDPI_INT,
                                 .flags = UDPI_NOTABLE, .doc = "What has happened, as the enterprise numbers it."},
    [UDPI_SNMP_TIME_STAMP] = {.key = "time_stamp", .label = "Time stamp", .type = UDPI_UINT, .width = 4,
                              .doc = "Hundredths of a second from the start of the device to the event."},
    [UDPI_SNMP_BINDINGS] = {.key = "variable_bindings", .label = "Variable bindings", .type = UDPI_LIST,
                            .doc = "Variables with their values."},
    [UDPI_SNMP_BINDING] = {.key = "binding", .label = "Binding", .type = UDPI_GROUP, IN(BINDINGS),
                           .doc = "One variable."},
    [UDPI_SNMP_NAME] = {.key = "name", .label = "Name", .type = UDPI_OID, IN(BINDING), .flags = UDPI_SUMMARY,
                        .doc = "Which variable."},
    [UDPI_SNMP_VALUE_TYPE] = {.key = "value_type", .label = "Value type", .type = UDPI_UINT, .width = 1, IN(BINDING),
                              .names = &value_names,
                              .doc = "Kind of value: its tag; NULL in questions, an exception where there is none."},
    [UDPI_SNMP_INTEGER] = {.key = "integer", .label = "Integer", .type = UDPI_INT, IN(BINDING), .flags = UDPI_SUMMARY,
                           .doc = "Value that is an INTEGER."},
    [UDPI_SNMP_OCTETS] = {.key = "octets", .label = "Octets", .type = UDPI_BYTES, IN(BINDING),
                          .doc = "Value that is a string of bytes, or of no other type."},
    [UDPI_SNMP_TEXT] = {.key = "text", .label = "Text", .type = UDPI_TEXT, IN(BINDING),
                        .flags = UDPI_SUMMARY | UDPI_IF_CLEAN, .doc = "The same bytes, where they can be read as text."},
    [UDPI_SNMP_OID] = {.key = "oid", .label = "Object identifier", .type = UDPI_OID, IN(BINDING),
                       .flags = UDPI_SUMMARY, .doc = "Value that is an OBJECT IDENTIFIER."},
    [UDPI_SNMP_IP_ADDRESS] = {.key = "ip_address", .label = "IP address", .type = UDPI_IPV4, IN(BINDING),
                              .flags = UDPI_SUMMARY, .doc = "Value that is an IpAddress."},
    [UDPI_SNMP_COUNTER] = {.key = "counter", .label = "Counter", .type = UDPI_UINT, .width = 4, IN(BINDING),
                           .flags = UDPI_SUMMARY, .doc = "Value that only grows, and begins again at 0 behind 2^32 - 1."},
    [UDPI_SNMP_GAUGE] = {.key = "gauge", .label = "Gauge", .type = UDPI_UINT, .width = 4, IN(BINDING),
                         .flags = UDPI_SUMMARY, .doc = "Value that grows and falls."},
    [UDPI_SNMP_TIME_TICKS] = {.key = "time_ticks", .label = "Time", .type = UDPI_UINT, .width = 4, IN(BINDING),
                              .flags = UDPI_SUMMARY, .doc = "Hundredths of a second."},
    [UDPI_SNMP_COUNTER64] = {.key = "counter64", .label = "Counter", .type = UDPI_UINT, .width = 8, IN(BINDING),
                             .flags = UDPI_SUMMARY, .doc = "Value that only grows, of 64 bits."},
};
