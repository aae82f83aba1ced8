/*
 * Messages of the Packet Forwarding Control Protocol: 3GPP TS 29.244, sections 7.2 and 8.1.
 *
 *     | version 3 bits: 1, spare 2 bits, FO, MP, S | type 1 | length of what follows 2 | SEID 8, where S is set |
 *     | sequence 3 | priority 4 bits, where MP is set, spare 4 bits | information elements |
 *
 *     element:  | type 2 | length 2 | data |                                                 some are made of elements
 *               | type 2, from 0x8000 on | length 2, with the enterprise | enterprise 2 | data |
 */
#ifndef UDPI_MESSAGES_PFCP_MESSAGE_H
#define UDPI_MESSAGES_PFCP_MESSAGE_H

#include "model/decode.h"

enum {
    UDPI_PFCP_VERSION,
    UDPI_PFCP_SPARE,
    UDPI_PFCP_FOLLOW_ON,
    UDPI_PFCP_PRIORITY_PRESENT,
    UDPI_PFCP_SEID_PRESENT,
    UDPI_PFCP_MESSAGE_TYPE,
    UDPI_PFCP_LENGTH,
    UDPI_PFCP_SEID,
    UDPI_PFCP_SEQUENCE,
    UDPI_PFCP_PRIORITY,
    UDPI_PFCP_ELEMENTS,
    UDPI_PFCP_ELEMENT,
    UDPI_PFCP_TYPE,
    UDPI_PFCP_ELEMENT_LENGTH,
    UDPI_PFCP_ENTERPRISE,
    UDPI_PFCP_NESTED,
    UDPI_PFCP_CAUSE,
    UDPI_PFCP_SOURCE,
    UDPI_PFCP_DESTINATION,
    UDPI_PFCP_NODE_TYPE,
    UDPI_PFCP_ENTITY_SEID,
    UDPI_PFCP_CHOOSE,
    UDPI_PFCP_CHOOSE_ID,
    UDPI_PFCP_TEID,
    UDPI_PFCP_IPV4_ADDRESS,
    UDPI_PFCP_IPV6_ADDRESS,
    UDPI_PFCP_PHONE_IPV4,
    UDPI_PFCP_PHONE_IPV6,
    UDPI_PFCP_IS_DESTINATION,
    UDPI_PFCP_DELEGATION_BITS,
    UDPI_PFCP_PREFIX_LENGTH,
    UDPI_PFCP_LABELS,
    UDPI_PFCP_LABEL,
    UDPI_PFCP_TEXT,
    UDPI_PFCP_TIME,
    UDPI_PFCP_SECONDS,
    UDPI_PFCP_TEID_RANGE,
    UDPI_PFCP_RULE,
    UDPI_PFCP_RULE_PDR,
    UDPI_PFCP_RULE_FAR,
    UDPI_PFCP_RULE_QER,
    UDPI_PFCP_RULE_URR,
    UDPI_PFCP_RULE_BAR,
    UDPI_PFCP_PRECEDENCE,
    UDPI_PFCP_DROP,
    UDPI_PFCP_FORWARD,
    UDPI_PFCP_BUFFER,
    UDPI_PFCP_NOTIFY,
    UDPI_PFCP_DUPLICATE,
    UDPI_PFCP_HEADER,
    UDPI_PFCP_REMOVED_HEADER,
    UDPI_PFCP_PORT,
    UDPI_PFCP_C_TAG,
    UDPI_PFCP_S_TAG,
    UDPI_PFCP_FLOW_DESCRIPTION,
    UDPI_PFCP_TRAFFIC_CLASS,
    UDPI_PFCP_SPI,
    UDPI_PFCP_FLOW_LABEL,
    UDPI_PFCP_FILTER_ID,
    UDPI_PFCP_UPLINK_GATE,
    UDPI_PFCP_DOWNLINK_GATE,
    UDPI_PFCP_UPLINK_RATE,
    UDPI_PFCP_DOWNLINK_RATE,
    UDPI_PFCP_TOTAL_VOLUME,
    UDPI_PFCP_UPLINK_VOLUME,
    UDPI_PFCP_DOWNLINK_VOLUME,
    UDPI_PFCP_TOTAL_PACKETS,
    UDPI_PFCP_UPLINK_PACKETS,
    UDPI_PFCP_DOWNLINK_PACKETS,
    UDPI_PFCP_OFFENDING,
    UDPI_PFCP_NETWORK,
    UDPI_PFCP_FLAGS,
    UDPI_PFCP_NUMBER,
    UDPI_PFCP_DATA,
    UDPI_PFCP_FIELDS
};

extern const struct udpi_field udpi_pfcp_fields[UDPI_PFCP_FIELDS];

/* Records the elements from the cursor to the end of its claim as the list `field` at `depth`. */
void udpi_put_pfcp_elements(struct udpi_decode *d, unsigned depth, unsigned field);

/* Records the data of an element of this type, which the cursor is narrowed to, at `depth`. */
void udpi_put_pfcp_data(struct udpi_decode *d, unsigned depth, unsigned type);

extern const struct udpi_names udpi_pfcp_message_names, udpi_pfcp_element_names, udpi_pfcp_cause_names,
    udpi_pfcp_source_names, udpi_pfcp_destination_names, udpi_pfcp_node_names, udpi_pfcp_gate_names,
    udpi_pfcp_removal_names, udpi_pfcp_network_names, udpi_pfcp_rule_names;

#endif
