/* The fields of frames of KNXnet/IP, and the names of the numbers in them. */
#include "messages/knxnet_message.h"

#define IN(container) .within = UDPI_WITHIN(UDPI_KNXNET_##container)

#define NAMES(entries)                                                                                                 \
    { entries, sizeof entries / sizeof *entries }

/* KNX standard 3.8.1 section 5, 3.8.2 to 3.8.9 */
static const struct udpi_name services[] = {
    UDPI_NAME(0x0201, "SEARCH_REQUEST"),
    UDPI_NAME(0x0202, "SEARCH_RESPONSE"),
    UDPI_NAME(0x0203, "DESCRIPTION_REQUEST"),
    UDPI_NAME(0x0204, "DESCRIPTION_RESPONSE"),
    UDPI_NAME(0x0205, "CONNECT_REQUEST"),
    UDPI_NAME(0x0206, "CONNECT_RESPONSE"),
    UDPI_NAME(0x0207, "CONNECTIONSTATE_REQUEST"),
    UDPI_NAME(0x0208, "CONNECTIONSTATE_RESPONSE"),
    UDPI_NAME(0x0209, "DISCONNECT_REQUEST"),
    UDPI_NAME(0x020a, "DISCONNECT_RESPONSE"),
    UDPI_NAME(0x020b, "SEARCH_REQUEST_EXTENDED"),
    UDPI_NAME(0x020c, "SEARCH_RESPONSE_EXTENDED"),
    UDPI_NAME(0x0310, "DEVICE_CONFIGURATION_REQUEST"),
    UDPI_NAME(0x0311, "DEVICE_CONFIGURATION_ACK"),
    UDPI_NAME(0x0420, "TUNNELLING_REQUEST"),
    UDPI_NAME(0x0421, "TUNNELLING_ACK"),
    UDPI_NAME(0x0422, "TUNNELLING_FEATURE_GET"),
    UDPI_NAME(0x0423, "TUNNELLING_FEATURE_RESPONSE"),
    UDPI_NAME(0x0424, "TUNNELLING_FEATURE_SET"),
    UDPI_NAME(0x0425, "TUNNELLING_FEATURE_INFO"),
    UDPI_NAME(0x0530, "ROUTING_INDICATION"),
    UDPI_NAME(0x0531, "ROUTING_LOST_MESSAGE"),
    UDPI_NAME(0x0532, "ROUTING_BUSY"),
    UDPI_NAME(0x0533, "ROUTING_SYSTEM_BROADCAST"),
    UDPI_NAME(0x0740, "REMOTE_DIAGNOSTIC_REQUEST"),
    UDPI_NAME(0x0741, "REMOTE_DIAGNOSTIC_RESPONSE"),
    UDPI_NAME(0x0742, "REMOTE_BASIC_CONFIGURATION_REQUEST"),
    UDPI_NAME(0x0743, "REMOTE_RESET_REQUEST"),
    UDPI_NAME(0x0950, "SECURE_WRAPPER"),
    UDPI_NAME(0x0951, "SESSION_REQUEST"),
    UDPI_NAME(0x0952, "SESSION_RESPONSE"),
    UDPI_NAME(0x0953, "SESSION_AUTHENTICATE"),
    UDPI_NAME(0x0954, "SESSION_STATUS"),
    UDPI_NAME(0x0955, "TIMER_NOTIFY"),
};
const struct udpi_names udpi_knxnet_service_names = NAMES(services);

/* KNX standard 3.8.1 section 5, 3.8.2 section 5 */
static const struct udpi_name statuses[] = {
    UDPI_NAME(0x00, "E_NO_ERROR"),
    UDPI_NAME(0x01, "E_HOST_PROTOCOL_TYPE"),
    UDPI_NAME(0x02, "E_VERSION_NOT_SUPPORTED"),
    UDPI_NAME(0x04, "E_SEQUENCE_NUMBER"),
    UDPI_NAME(0x21, "E_CONNECTION_ID"),
    UDPI_NAME(0x22, "E_CONNECTION_TYPE"),
    UDPI_NAME(0x23, "E_CONNECTION_OPTION"),
    UDPI_NAME(0x24, "E_NO_MORE_CONNECTIONS"),
    UDPI_NAME(0x26, "E_DATA_CONNECTION"),
    UDPI_NAME(0x27, "E_KNX_CONNECTION"),
    UDPI_NAME(0x28, "E_AUTHORISATION_ERROR"),
    UDPI_NAME(0x29, "E_TUNNELLING_LAYER"),
};
static const struct udpi_names status_names = NAMES(statuses);

static const struct udpi_name roles[] = {UDPI_NAME(0, "discovery"), UDPI_NAME(1, "control"), UDPI_NAME(2, "data")};
static const struct udpi_names role_names = NAMES(roles);

static const struct udpi_name host_protocols[] = {UDPI_NAME(1, "UDP"), UDPI_NAME(2, "TCP")};
static const struct udpi_names host_protocol_names = NAMES(host_protocols);

/* KNX standard 3.8.1 section 5 */
static const struct udpi_name connection_types[] = {
    UDPI_NAME(0x03, "DEVICE_MGMT_CONNECTION"),
    UDPI_NAME(0x04, "TUNNEL_CONNECTION"),
    UDPI_NAME(0x06, "REMLOG_CONNECTION"),
    UDPI_NAME(0x07, "REMCONF_CONNECTION"),
    UDPI_NAME(0x08, "OBJSVR_CONNECTION"),
};
static const struct udpi_names connection_type_names = NAMES(connection_types);

static const struct udpi_name tunnel_layers[] = {
    UDPI_NAME(0x02, "TUNNEL_LINKLAYER"),
    UDPI_NAME(0x04, "TUNNEL_RAW"),
    UDPI_NAME(0x80, "TUNNEL_BUSMONITOR"),
};
static const struct udpi_names tunnel_layer_names = NAMES(tunnel_layers);

static const struct udpi_name search_types[] = {
    UDPI_NAME(1, "programming mode"),
    UDPI_NAME(2, "MAC address"),
    UDPI_NAME(3, "service"),
    UDPI_NAME(4, "blocks"),
};
static const struct udpi_names search_type_names = NAMES(search_types);

/* KNX standard 3.8.2 section 7.5.4.1 */
static const struct udpi_name block_types[] = {
    UDPI_NAME(0x01, "device information"),
    UDPI_NAME(0x02, "service families"),
    UDPI_NAME(0x03, "IP configuration"),
    UDPI_NAME(0x04, "current IP configuration"),
    UDPI_NAME(0x05, "KNX addresses"),
    UDPI_NAME(0x06, "secured service families"),
    UDPI_NAME(0x07, "tunnelling information"),
    UDPI_NAME(0x08, "extended device information"),
    UDPI_NAME(0xfe, "manufacturer data"),
};
static const struct udpi_names block_type_names = NAMES(block_types);

/* KNX standard 3.8.2 section 7.5.4.2 */
static const struct udpi_name media[] = {
    UDPI_NAME(0x02, "TP1"), UDPI_NAME(0x04, "PL110"), UDPI_NAME(0x10, "RF"), UDPI_NAME(0x20, "KNX IP")};
static const struct udpi_names medium_names = NAMES(media);

static const struct udpi_name families[] = {
    UDPI_NAME(2, "core"),       UDPI_NAME(3, "device management"), UDPI_NAME(4, "tunnelling"),
    UDPI_NAME(5, "routing"),    UDPI_NAME(6, "remote logging"),    UDPI_NAME(7, "remote configuration"),
    UDPI_NAME(8, "object server"), UDPI_NAME(9, "security"),
};
static const struct udpi_names family_names = NAMES(families);

/* KNX standard 3.6.3 section 4.1.3.1 */
static const struct udpi_name message_codes[] = {
    UDPI_NAME(0x10, "L_Raw.req"),
    UDPI_NAME(0x11, "L_Data.req"),
    UDPI_NAME(0x13, "L_Poll_Data.req"),
    UDPI_NAME(0x25, "L_Poll_Data.con"),
    UDPI_NAME(0x29, "L_Data.ind"),
    UDPI_NAME(0x2b, "L_Busmon.ind"),
    UDPI_NAME(0x2d, "L_Raw.ind"),
    UDPI_NAME(0x2e, "L_Data.con"),
    UDPI_NAME(0x2f, "L_Raw.con"),
    UDPI_NAME(0x41, "T_Data_Connected.req"),
    UDPI_NAME(0x4a, "T_Data_Individual.req"),
    UDPI_NAME(0x89, "T_Data_Connected.ind"),
    UDPI_NAME(0x94, "T_Data_Individual.ind"),
    UDPI_NAME(0xf0, "M_Reset.ind"),
    UDPI_NAME(0xf1, "M_Reset.req"),
    UDPI_NAME(0xf5, "M_PropWrite.con"),
    UDPI_NAME(0xf6, "M_PropWrite.req"),
    UDPI_NAME(0xf7, "M_PropInfo.ind"),
    UDPI_NAME(0xf8, "M_FuncPropCommand.req"),
    UDPI_NAME(0xf9, "M_FuncPropStateRead.req"),
    UDPI_NAME(0xfa, "M_FuncPropCommand.con"),
    UDPI_NAME(0xfb, "M_PropRead.con"),
    UDPI_NAME(0xfc, "M_PropRead.req"),
};
static const struct udpi_names message_code_names = NAMES(message_codes);

static const struct udpi_name frame_types[] = {UDPI_NAME(0, "extended"), UDPI_NAME(1, "standard")};
static const struct udpi_names frame_type_names = NAMES(frame_types);

static const struct udpi_name broadcasts[] = {UDPI_NAME(0, "system"), UDPI_NAME(1, "domain")};
static const struct udpi_names broadcast_names = NAMES(broadcasts);

/* KNX standard 3.3.2 section 2.2.2 */
static const struct udpi_name priorities[] = {
    UDPI_NAME(0, "system"), UDPI_NAME(1, "normal"), UDPI_NAME(2, "urgent"), UDPI_NAME(3, "low")};
static const struct udpi_names priority_names = NAMES(priorities);

/* KNX standard 3.3.4 section 2 */
static const struct udpi_name transport_controls[] = {
    UDPI_NAME(0, "T_Connect"), UDPI_NAME(1, "T_Disconnect"), UDPI_NAME(2, "T_ACK"), UDPI_NAME(3, "T_NAK")};
static const struct udpi_names transport_control_names = NAMES(transport_controls);

/* KNX standard 3.3.7 section 2 */
static const struct udpi_name apcis[] = {
    UDPI_NAME(0x000, "A_GroupValue_Read"),
    UDPI_NAME(0x040, "A_GroupValue_Response"),
    UDPI_NAME(0x080, "A_GroupValue_Write"),
    UDPI_NAME(0x0c0, "A_IndividualAddress_Write"),
    UDPI_NAME(0x100, "A_IndividualAddress_Read"),
    UDPI_NAME(0x140, "A_IndividualAddress_Response"),
    UDPI_NAME(0x180, "A_ADC_Read"),
    UDPI_NAME(0x1c0, "A_ADC_Response"),
    UDPI_NAME(0x200, "A_Memory_Read"),
    UDPI_NAME(0x240, "A_Memory_Response"),
    UDPI_NAME(0x280, "A_Memory_Write"),
    UDPI_NAME(0x2c0, "A_UserMemory_Read"),
    UDPI_NAME(0x2c1, "A_UserMemory_Response"),
    UDPI_NAME(0x2c2, "A_UserMemory_Write"),
    UDPI_NAME(0x2c5, "A_UserManufacturerInfo_Read"),
    UDPI_NAME(0x2c6, "A_UserManufacturerInfo_Response"),
    UDPI_NAME(0x2c7, "A_FunctionPropertyCommand"),
    UDPI_NAME(0x2c8, "A_FunctionPropertyState_Read"),
    UDPI_NAME(0x2c9, "A_FunctionPropertyState_Response"),
    UDPI_NAME(0x300, "A_DeviceDescriptor_Read"),
    UDPI_NAME(0x340, "A_DeviceDescriptor_Response"),
    UDPI_NAME(0x380, "A_Restart"),
    UDPI_NAME(0x3d1, "A_Authorize_Request"),
    UDPI_NAME(0x3d2, "A_Authorize_Response"),
    UDPI_NAME(0x3d3, "A_Key_Write"),
    UDPI_NAME(0x3d4, "A_Key_Response"),
    UDPI_NAME(0x3d5, "A_PropertyValue_Read"),
    UDPI_NAME(0x3d6, "A_PropertyValue_Response"),
    UDPI_NAME(0x3d7, "A_PropertyValue_Write"),
    UDPI_NAME(0x3d8, "A_PropertyDescription_Read"),
    UDPI_NAME(0x3d9, "A_PropertyDescription_Response"),
    UDPI_NAME(0x3da, "A_NetworkParameter_Read"),
    UDPI_NAME(0x3db, "A_NetworkParameter_Response"),
    UDPI_NAME(0x3dc, "A_IndividualAddressSerialNumber_Read"),
    UDPI_NAME(0x3dd, "A_IndividualAddressSerialNumber_Response"),
    UDPI_NAME(0x3de, "A_IndividualAddressSerialNumber_Write"),
    UDPI_NAME(0x3e0, "A_DomainAddress_Write"),
    UDPI_NAME(0x3e1, "A_DomainAddress_Read"),
    UDPI_NAME(0x3e2, "A_DomainAddress_Response"),
    UDPI_NAME(0x3e3, "A_DomainAddressSelective_Read"),
    UDPI_NAME(0x3e4, "A_NetworkParameter_Write"),
    UDPI_NAME(0x3f1, "A_DataSecure"),
};
static const struct udpi_names apci_names = NAMES(apcis);

const struct udpi_field udpi_knxnet_fields[UDPI_KNXNET_FIELDS] = {
    [UDPI_KNXNET_HEADER_LENGTH] = {.key = "header_length", .label = "Header length", .type = UDPI_UINT, UDPI_AT(0, 1),
                                   .doc = "Always 6."},
    [UDPI_KNXNET_VERSION] = {.key = "version", .label = "Version", .type = UDPI_HEX, UDPI_AT(1, 1),
                             .doc = "Always 0x10, which is version 1.0."},
    [UDPI_KNXNET_SERVICE] = {.key = "service", .label = "Service", .type = UDPI_HEX, UDPI_AT(2, 2),
                             .flags = UDPI_SUMMARY, .names = &udpi_knxnet_service_names, .doc = "Kind of the frame."},
    [UDPI_KNXNET_TOTAL_LENGTH] = {.key = "total_length", .label = "Total length", .type = UDPI_UINT, UDPI_AT(4, 2),
                                  .doc = "Bytes of the frame with its header."},
    [UDPI_KNXNET_CHANNEL] = {.key = "channel", .label = "Channel", .type = UDPI_UINT, .width = 1,
                             .doc = "Number that the server has given to the connection."},
    [UDPI_KNXNET_SEQUENCE] = {.key = "sequence", .label = "Sequence", .type = UDPI_UINT, .width = 1,
                              .doc = "Counts the frames of the connection; an acknowledgment repeats it."},
    [UDPI_KNXNET_STATUS] = {.key = "status", .label = "Status", .type = UDPI_HEX, .width = 1,
                            .flags = UDPI_SUMMARY | UDPI_NOTABLE, .names = &status_names,
                            .doc = "Whether it went well."},
    [UDPI_KNXNET_ENDPOINTS] = {.key = "endpoints", .label = "Endpoints", .type = UDPI_LIST,
                               .doc = "Where the sender wants to be answered (HPAI)."},
    [UDPI_KNXNET_ENDPOINT] = {.key = "endpoint", .label = "Endpoint", .type = UDPI_GROUP, IN(ENDPOINTS),
                              .doc = "One of them."},
    [UDPI_KNXNET_ROLE] = {.key = "role", .label = "Role", .type = UDPI_WORD, IN(ENDPOINT), .flags = UDPI_DERIVED,
                          .names = &role_names, .doc = "What it is for, which its place says."},
    [UDPI_KNXNET_HOST_PROTOCOL] = {.key = "host_protocol", .label = "Host protocol", .type = UDPI_UINT, IN(ENDPOINT),
                                   .width = 1, .names = &host_protocol_names, .doc = "What IPv4 carries there."},
    [UDPI_KNXNET_ADDRESS] = {.key = "address", .label = "Address", .type = UDPI_IPV4, IN(ENDPOINT), .width = 4,
                             .doc = "Its address; 0.0.0.0 for the one that the frame comes from."},
    [UDPI_KNXNET_PORT] = {.key = "port", .label = "Port", .type = UDPI_PORT, IN(ENDPOINT), .width = 2,
                          .doc = "Its port; 0 for the one that the frame comes from."},
    [UDPI_KNXNET_CONNECTION_TYPE] = {.key = "connection_type", .label = "Connection type", .type = UDPI_UINT,
                                     .width = 1, .flags = UDPI_SUMMARY, .names = &connection_type_names,
                                     .doc = "What the connection is for."},
    [UDPI_KNXNET_TUNNEL_LAYER] = {.key = "tunnel_layer", .label = "Tunnel layer", .type = UDPI_UINT, .width = 1,
                                  .names = &tunnel_layer_names, .doc = "What the tunnel carries."},
    [UDPI_KNXNET_TUNNEL_ADDRESS] = {.key = "tunnel_address", .label = "Tunnel address", .type = UDPI_KNX_ADDRESS,
                                    .width = 2, .doc = "Address that the client has on the bus."},
    [UDPI_KNXNET_CONNECTION_DATA] = {.key = "connection_data", .label = "Connection data", .type = UDPI_BYTES,
                                     .doc = "What else is asked for, or granted."},
    [UDPI_KNXNET_SEARCH_PARAMETERS] = {.key = "search_parameters", .label = "Search parameters", .type = UDPI_LIST,
                                       .doc = "Who shall answer, and with what."},
    [UDPI_KNXNET_SEARCH_PARAMETER] = {.key = "parameter", .label = "Parameter", .type = UDPI_GROUP,
                                      IN(SEARCH_PARAMETERS), .doc = "One of them."},
    [UDPI_KNXNET_SEARCH_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, IN(SEARCH_PARAMETER),
                                   .width = 1, .doc = "Bytes of the parameter with length and type."},
    [UDPI_KNXNET_SEARCH_MANDATORY] = {.key = "mandatory", .label = "Mandatory", .type = UDPI_BOOL,
                                      IN(SEARCH_PARAMETER), .doc = "Who does not know it shall not answer."},
    [UDPI_KNXNET_SEARCH_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, IN(SEARCH_PARAMETER), .width = 1,
                                 .names = &search_type_names, .doc = "What is compared, or wanted."},
    [UDPI_KNXNET_SEARCH_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, IN(SEARCH_PARAMETER),
                                 .doc = "What it is to be."},
    [UDPI_KNXNET_DEVICE_STATE] = {.key = "device_state", .label = "Device state", .type = UDPI_HEX, .width = 1,
                                  .doc = "0x01: the bus is not there; 0x02: the network is not."},
    [UDPI_KNXNET_LOST_MESSAGES] = {.key = "lost_messages", .label = "Lost messages", .type = UDPI_UINT, .width = 2,
                                   .flags = UDPI_SUMMARY, .doc = "Messages for which a queue had no room."},
    [UDPI_KNXNET_WAIT_TIME] = {.key = "wait_time", .label = "Wait time", .type = UDPI_UINT, .width = 2,
                               .flags = UDPI_SUMMARY, .doc = "Milliseconds for which nobody shall send."},
    [UDPI_KNXNET_BUSY_CONTROL] = {.key = "busy_control", .label = "Busy control", .type = UDPI_HEX, .width = 2,
                                  .doc = "Whom it concerns; 0 for all."},
    [UDPI_KNXNET_FEATURE] = {.key = "feature", .label = "Feature", .type = UDPI_UINT, .width = 1,
                             .flags = UDPI_SUMMARY, .doc = "Which feature of the tunnel."},
    [UDPI_KNXNET_RETURN_CODE] = {.key = "return_code", .label = "Return code", .type = UDPI_HEX, .width = 1,
                                 .doc = "What came of it; reserved but in an answer."},
    [UDPI_KNXNET_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES,
                          .doc = "What a service has that is not read, or the value of a feature."},

    [UDPI_KNXNET_BLOCKS] = {.key = "blocks", .label = "Blocks", .type = UDPI_LIST,
                            .doc = "What the device says of itself (DIB)."},
    [UDPI_KNXNET_BLOCK] = {.key = "block", .label = "Block", .type = UDPI_GROUP, IN(BLOCKS), .doc = "One block."},
    [UDPI_KNXNET_BLOCK_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, IN(BLOCK), .width = 1,
                                  .doc = "Bytes of the block with length and type."},
    [UDPI_KNXNET_BLOCK_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, IN(BLOCK), .width = 1,
                                .names = &block_type_names, .doc = "What the block is about."},
    [UDPI_KNXNET_MEDIUM] = {.key = "medium", .label = "Medium", .type = UDPI_UINT, IN(BLOCK), .width = 1,
                            .names = &medium_names, .doc = "What the bus runs on."},
    [UDPI_KNXNET_PROGRAMMING_MODE] = {.key = "programming_mode", .label = "Programming mode", .type = UDPI_BOOL,
                                      IN(BLOCK), .doc = "The device waits for its address."},
    [UDPI_KNXNET_INDIVIDUAL_ADDRESS] = {.key = "individual_address", .label = "Individual address",
                                        .type = UDPI_KNX_ADDRESS, IN(BLOCK), .width = 2, .flags = UDPI_SUMMARY,
                                        .doc = "Address of the device on the bus."},
    [UDPI_KNXNET_PROJECT] = {.key = "project_installation_id", .label = "Project installation id", .type = UDPI_HEX,
                             IN(BLOCK), .width = 2, .doc = "Project in twelve bits, installation in four."},
    [UDPI_KNXNET_SERIAL_NUMBER] = {.key = "serial_number", .label = "Serial number", .type = UDPI_BYTES, IN(BLOCK),
                                   .doc = "Manufacturer in two bytes, and a number of its own."},
    [UDPI_KNXNET_MULTICAST_ADDRESS] = {.key = "multicast_address", .label = "Multicast address", .type = UDPI_IPV4,
                                       IN(BLOCK), .width = 4, .doc = "Where it routes; 0.0.0.0 where it does not."},
    [UDPI_KNXNET_MAC_ADDRESS] = {.key = "mac_address", .label = "MAC address", .type = UDPI_MAC, IN(BLOCK),
                                 .width = 6, .doc = "Its address on Ethernet."},
    [UDPI_KNXNET_FRIENDLY_NAME] = {.key = "friendly_name", .label = "Friendly name", .type = UDPI_TEXT, IN(BLOCK),
                                   .flags = UDPI_SUMMARY, .doc = "Name of the device."},
    [UDPI_KNXNET_FAMILIES] = {.key = "service_families", .label = "Service families", .type = UDPI_LIST, IN(BLOCK),
                              .doc = "Which services it has, or has secured."},
    [UDPI_KNXNET_FAMILY] = {.key = "family", .label = "Family", .type = UDPI_GROUP, IN(FAMILIES),
                            .doc = "One of them."},
    [UDPI_KNXNET_FAMILY_ID] = {.key = "id", .label = "Id", .type = UDPI_UINT, IN(FAMILY), .width = 1,
                               .names = &family_names, .doc = "Number of the family: the first byte of its services."},
    [UDPI_KNXNET_FAMILY_VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, IN(FAMILY), .width = 1,
                                    .doc = "Version of the family."},
    [UDPI_KNXNET_INDIVIDUAL_ADDRESSES] = {.key = "addresses", .label = "Addresses",
                                          .type = UDPI_LIST, IN(BLOCK), .doc = "All addresses of the device."},
    [UDPI_KNXNET_INDIVIDUAL_ADDRESSES_MEMBER] = {.key = "address", .label = "Address", .type = UDPI_KNX_ADDRESS,
                                                 IN(INDIVIDUAL_ADDRESSES), .width = 2, .doc = "One of them."},
    [UDPI_KNXNET_BLOCK_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, IN(BLOCK),
                                .doc = "Of a block that is not read."},

    [UDPI_KNXNET_MESSAGE_CODE] = {.key = "message_code", .label = "Message code", .type = UDPI_HEX, .width = 1,
                                  .flags = UDPI_SUMMARY, .names = &message_code_names,
                                  .doc = "Kind of message: request, confirmation (con) or indication."},
    [UDPI_KNXNET_ADDITIONAL_LENGTH] = {.key = "additional_length", .label = "Additional length", .type = UDPI_UINT,
                                       .width = 1, .doc = "Bytes of additional information."},
    [UDPI_KNXNET_ADDITIONAL] = {.key = "additional", .label = "Additional information", .type = UDPI_BYTES,
                                .doc = "Type, length and data of each, such as the time of a bus monitor."},
    [UDPI_KNXNET_FRAME_TYPE] = {.key = "frame_type", .label = "Frame type", .type = UDPI_UINT, .width = 1,
                                .names = &frame_type_names, .doc = "Whether it may be long."},
    [UDPI_KNXNET_DO_NOT_REPEAT] = {.key = "do_not_repeat", .label = "Do not repeat", .type = UDPI_BOOL,
                                   .doc = "It is not, or was not, sent once more."},
    [UDPI_KNXNET_BROADCAST] = {.key = "broadcast", .label = "Broadcast", .type = UDPI_UINT, .width = 1,
                               .names = &broadcast_names, .doc = "Whom a broadcast is for."},
    [UDPI_KNXNET_PRIORITY] = {.key = "priority", .label = "Priority", .type = UDPI_UINT, .width = 1,
                              .names = &priority_names, .doc = "Who may send first on the bus."},
    [UDPI_KNXNET_ACK_REQUESTED] = {.key = "ack_requested", .label = "Acknowledgment requested", .type = UDPI_BOOL,
                                   .doc = "The bus shall acknowledge it."},
    [UDPI_KNXNET_CONFIRM_ERROR] = {.key = "confirm_error", .label = "Confirm error", .type = UDPI_BOOL,
                                   .flags = UDPI_SUMMARY, .doc = "Of a confirmation: it could not be sent."},
    [UDPI_KNXNET_IS_GROUP] = {.key = "group_addressed", .label = "Group addressed", .type = UDPI_BOOL,
                              .doc = "The destination is a group."},
    [UDPI_KNXNET_HOP_COUNT] = {.key = "hop_count", .label = "Hop count", .type = UDPI_UINT, .width = 1,
                               .doc = "Couplers that it may still pass; 7 for any."},
    [UDPI_KNXNET_EXTENDED_FORMAT] = {.key = "extended_format", .label = "Extended format", .type = UDPI_HEX,
                                     .width = 1, .doc = "Of an extended frame; where it is not 0."},
    [UDPI_KNXNET_SOURCE] = {.key = "source", .label = "Source", .type = UDPI_KNX_ADDRESS, .width = 2,
                            .flags = UDPI_SUMMARY, .doc = "Device that sends; 0.0.0 for the server itself."},
    [UDPI_KNXNET_DESTINATION] = {.key = "destination", .label = "Destination", .type = UDPI_KNX_ADDRESS, .width = 2,
                                 .flags = UDPI_SUMMARY, .doc = "Device that is meant."},
    [UDPI_KNXNET_DESTINATION_GROUP] = {.key = "destination_group", .label = "Destination", .type = UDPI_KNX_GROUP,
                                       .width = 2, .flags = UDPI_SUMMARY,
                                       .doc = "Group that is meant; 0/0/0 for all."},
    [UDPI_KNXNET_NPDU_LENGTH] = {.key = "npdu_length", .label = "NPDU length", .type = UDPI_UINT, .width = 1,
                                 .doc = "Bytes of what follows but its first."},
    [UDPI_KNXNET_IS_CONTROL] = {.key = "transport_is_control", .label = "Transport control", .type = UDPI_BOOL,
                                .doc = "It belongs to the transport layer alone."},
    [UDPI_KNXNET_IS_NUMBERED] = {.key = "transport_is_numbered", .label = "Transport numbered", .type = UDPI_BOOL,
                                 .doc = "It is part of a connection between devices."},
    [UDPI_KNXNET_TRANSPORT_SEQUENCE] = {.key = "transport_sequence", .label = "Transport sequence",
                                        .type = UDPI_UINT, .width = 1, .doc = "Its number in that connection."},
    [UDPI_KNXNET_TRANSPORT_CONTROL] = {.key = "transport_control", .label = "Transport control", .type = UDPI_UINT,
                                       .width = 1, .flags = UDPI_SUMMARY, .names = &transport_control_names,
                                       .doc = "What is done with the connection."},
    [UDPI_KNXNET_APCI] = {.key = "apci", .label = "Service of the application", .type = UDPI_HEX, .width = 2,
                          .flags = UDPI_SUMMARY, .names = &apci_names,
                          .doc = "What is asked for or told, in ten bits; those of small data are 0."},
    [UDPI_KNXNET_SMALL_DATA] = {.key = "small_data", .label = "Small data", .type = UDPI_UINT, .width = 1,
                                .doc = "Six bits beside the service: a value as of a switch, a count or a type."},
    [UDPI_KNXNET_OBJECT_TYPE] = {.key = "object_type", .label = "Object type", .type = UDPI_UINT, .width = 2,
                                 .doc = "Kind of interface object in the server."},
    [UDPI_KNXNET_OBJECT_INSTANCE] = {.key = "object_instance", .label = "Object instance", .type = UDPI_UINT,
                                     .width = 1, .doc = "Which of that kind, from 1 on."},
    [UDPI_KNXNET_PROPERTY] = {.key = "property", .label = "Property", .type = UDPI_UINT, .width = 1,
                              .flags = UDPI_SUMMARY, .doc = "Which of its properties."},
    [UDPI_KNXNET_ELEMENTS] = {.key = "elements", .label = "Elements", .type = UDPI_UINT, .width = 1,
                              .doc = "How many values; 0 for an error."},
    [UDPI_KNXNET_START_INDEX] = {.key = "start_index", .label = "Start index", .type = UDPI_UINT, .width = 2,
                                 .doc = "The first of them, from 1 on; 0 for their number."},
    [UDPI_KNXNET_MESSAGE_DATA] = {.key = "message_data", .label = "Message data", .type = UDPI_BYTES,
                                  .doc = "Data of the message."},
};
