/*
 * sFlow version 5: https://sflow.org/sflow_version_5.txt, encoded by RFC 4506 (numbers have 4 bytes, all is padded to them).
 *
 *     | version 4 | address type 4 | agent address 4 or 16 | sub-agent id 4 | sequence 4 | uptime 4 | sample count 4 | samples |
 *
 *     structure (a sample, a record in it): | enterprise 20 bits, format 12 | length 4 | as the format says |
 *     flow sample: | sequence 4 | source 4 | rate 4 | pool 4 | drops 4 | input 4 | output 4 | record count 4 | records |
 *     counters sample: | sequence 4 | source 4 | record count 4 | records |
 */
#ifndef UDPI_MESSAGES_SFLOW_DATAGRAM_H
#define UDPI_MESSAGES_SFLOW_DATAGRAM_H

#include "model/decode.h"

enum {
    UDPI_SFLOW_VERSION,
    UDPI_SFLOW_ADDRESS_TYPE,
    UDPI_SFLOW_AGENT_ADDRESS,
    UDPI_SFLOW_AGENT_IPV6_ADDRESS,
    UDPI_SFLOW_SUB_AGENT_ID,
    UDPI_SFLOW_SEQUENCE_NUMBER,
    UDPI_SFLOW_UPTIME,
    UDPI_SFLOW_SAMPLE_COUNT,
    /* three lists of structures, and what each structure has, in the same order */
    UDPI_SFLOW_SAMPLES,
    UDPI_SFLOW_SAMPLE,
    UDPI_SFLOW_SAMPLE_ENTERPRISE,
    UDPI_SFLOW_SAMPLE_VENDOR_FORMAT,
    UDPI_SFLOW_SAMPLE_FORMAT,
    UDPI_SFLOW_SAMPLE_LENGTH,
    UDPI_SFLOW_SAMPLE_DATA,
    UDPI_SFLOW_RECORDS,
    UDPI_SFLOW_RECORD,
    UDPI_SFLOW_RECORD_ENTERPRISE,
    UDPI_SFLOW_RECORD_VENDOR_FORMAT,
    UDPI_SFLOW_RECORD_FORMAT,
    UDPI_SFLOW_RECORD_LENGTH,
    UDPI_SFLOW_RECORD_DATA,
    UDPI_SFLOW_COUNTERS,
    UDPI_SFLOW_COUNTER,
    UDPI_SFLOW_COUNTER_ENTERPRISE,
    UDPI_SFLOW_COUNTER_VENDOR_FORMAT,
    UDPI_SFLOW_COUNTER_FORMAT,
    UDPI_SFLOW_COUNTER_LENGTH,
    UDPI_SFLOW_COUNTER_DATA,
    /* of samples */
    UDPI_SFLOW_SAMPLE_SEQUENCE,
    UDPI_SFLOW_SOURCE_TYPE,
    UDPI_SFLOW_SOURCE_INDEX,
    UDPI_SFLOW_SAMPLING_RATE,
    UDPI_SFLOW_SAMPLE_POOL,
    UDPI_SFLOW_DROPS,
    UDPI_SFLOW_INPUT_FORMAT,
    UDPI_SFLOW_INPUT,
    UDPI_SFLOW_OUTPUT_FORMAT,
    UDPI_SFLOW_OUTPUT,
    UDPI_SFLOW_RECORD_COUNT,
    /* of records in flow samples */
    UDPI_SFLOW_HEADER_PROTOCOL,
    UDPI_SFLOW_FRAME_LENGTH,
    UDPI_SFLOW_STRIPPED,
    UDPI_SFLOW_HEADER_LENGTH,
    UDPI_SFLOW_HEADER,
    UDPI_SFLOW_SRC_VLAN,
    UDPI_SFLOW_SRC_PRIORITY,
    UDPI_SFLOW_DST_VLAN,
    UDPI_SFLOW_DST_PRIORITY,
    /* of records in counters samples */
    UDPI_SFLOW_IF_INDEX,
    UDPI_SFLOW_IF_TYPE,
    UDPI_SFLOW_IF_SPEED,
    UDPI_SFLOW_IF_DIRECTION,
    UDPI_SFLOW_IF_STATUS,
    UDPI_SFLOW_IN_OCTETS,
    UDPI_SFLOW_IN_UNICAST,
    UDPI_SFLOW_IN_MULTICAST,
    UDPI_SFLOW_IN_BROADCAST,
    UDPI_SFLOW_IN_DISCARDS,
    UDPI_SFLOW_IN_ERRORS,
    UDPI_SFLOW_IN_UNKNOWN,
    UDPI_SFLOW_OUT_OCTETS,
    UDPI_SFLOW_OUT_UNICAST,
    UDPI_SFLOW_OUT_MULTICAST,
    UDPI_SFLOW_OUT_BROADCAST,
    UDPI_SFLOW_OUT_DISCARDS,
    UDPI_SFLOW_OUT_ERRORS,
    UDPI_SFLOW_PROMISCUOUS,
    UDPI_SFLOW_FIELDS
};

extern const struct udpi_field udpi_sflow_fields[UDPI_SFLOW_FIELDS];

#endif
