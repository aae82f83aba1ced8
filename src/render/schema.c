#include "render/schema.h"

#include <udpinspect/packet.h>

#include "render/explain.h"
#include "render/json_document.h"
#include "render/schema_layer.h"
#include "render/schema_parts.h"

/* --- packets ------------------------------------------------------------------------------------------------- */

static void describe_note(cJSON *schema) {
    static const char *const required[] = {"code", "severity", "text"};
    cJSON *properties = udpi_schema_set_object(schema);
    udpi_schema_require(schema, required, 3);
    udpi_schema_set_number(
        udpi_schema_add(properties, "layer", "Index of the layer that it concerns; absent where that is the frame."), 0,
        UDPI_MAX_LAYERS - 1);
    cJSON *codes = cJSON_AddArrayToObject(udpi_schema_add(properties, "code", "What is noted; stable."), "enum");
    for (unsigned i = 0; i < UDPI_NOTE_CODES; i++)
        cJSON_AddItemToArray(codes, cJSON_CreateString(udpi_note_kinds[i].code));
    cJSON_AddItemToObject(udpi_schema_add(properties, "severity", "How bad it is."), "enum",
                          cJSON_CreateStringArray(udpi_severity_names, 3));
    udpi_schema_set_string(
        udpi_schema_add(properties, "text", "The same as a sentence; may change from version to version."), NULL);
}

static void describe_reassembled(cJSON *schema) {
    static const char *const required[] = {"frames", "size"};
    cJSON *properties = udpi_schema_set_object(schema);
    udpi_schema_require(schema, required, 2);
    cJSON *frames =
        udpi_schema_set_array(udpi_schema_add(properties, "frames", "Numbers of the frames that hold the fragments."));
    udpi_schema_set_number(frames, 1, UDPI_SCHEMA_MAX_NUMBER);
    udpi_schema_set_number(udpi_schema_add(properties, "size", "Bytes of the datagram without its IP header."), 0,
                           UINT32_MAX);
}

static void describe_ends(cJSON *properties, const char *src, const char *dst) {
    udpi_schema_set_address(udpi_schema_add(properties, "src", src));
    udpi_schema_set_number(udpi_schema_add(properties, "src_port", "Port of the sender."), 0, UINT16_MAX);
    udpi_schema_set_address(udpi_schema_add(properties, "dst", dst));
    udpi_schema_set_number(udpi_schema_add(properties, "dst_port", "Port of the receiver."), 0, UINT16_MAX);
}

static void describe_head(cJSON *properties) {
    udpi_schema_set_constant(
        udpi_schema_add(properties, "type", "A packet, not one of the objects that may stand between packets."),
        "packet");
    udpi_schema_set_number(udpi_schema_add(properties, "frame", "Number of the packet, from 1."), 1,
                           UDPI_SCHEMA_MAX_NUMBER);
    udpi_schema_set_string(udpi_schema_add(properties, "time", "When it was captured, RFC 3339 in UTC."),
                           udpi_schema_time_pattern);
    udpi_schema_set_string(udpi_schema_add(properties, "interface", "Where it was captured."), NULL);
    udpi_schema_set_string(udpi_schema_add(properties, "link_type",
                                           "What the first header is: libpcap's name without DLT_, or its number."),
                           NULL);
    udpi_schema_set_number(udpi_schema_add(properties, "captured", "Bytes that were captured."), 0, UINT32_MAX);
    udpi_schema_set_number(udpi_schema_add(properties, "length", "Bytes on the wire."), 0, UINT32_MAX);
    udpi_schema_set_string(udpi_schema_add(properties, "path", "Names of the layers, outermost first."),
                           "^([a-z0-9_]+([|][a-z0-9_]+)*)?$");
    describe_ends(properties, "Address of the sender, as the innermost IP header has it.",
                  "Address of the receiver, as the innermost IP header has it.");
}

static void describe_packet(cJSON *schema) {
    static const char *const required[] = {"type",   "frame", "link_type", "captured",
                                           "length", "path",  "layers",    "notes"};
    cJSON *properties = udpi_schema_set_object(schema);
    udpi_schema_require(schema, required, sizeof required / sizeof *required);
    describe_head(properties);
    udpi_schema_describe_layer(udpi_schema_set_array(udpi_schema_add(
        properties, "layers", "The headers in wire order; bytes that belong to no datagram come last.")));
    describe_reassembled(udpi_schema_add(properties, "reassembled", "Where the datagram came in fragments."));
    udpi_schema_set_members(
        udpi_schema_add(properties, "explain", "With --explain: how much of the frame is envelope."),
        &udpi_envelope_document);
    describe_note(udpi_schema_set_array(udpi_schema_add(properties, "notes", "What is wrong or worth knowing.")));
}

static void describe_loss(cJSON *schema) {
    static const char *const required[] = {"type", "packets", "cause"};
    cJSON *properties = udpi_schema_set_object(schema);
    udpi_schema_require(schema, required, 3);
    udpi_schema_set_constant(udpi_schema_add(properties, "type", "Packets are missing here."), "loss");
    udpi_schema_set_number(udpi_schema_add(properties, "packets", "How many."), 1, UDPI_SCHEMA_MAX_NUMBER);
    udpi_schema_set_string(udpi_schema_add(properties, "cause", "Who dropped them."), NULL);
}

static void describe_durations(cJSON *schema, const char *const *keys, int count) {
    cJSON *properties = udpi_schema_set_object(schema);
    udpi_schema_require(schema, keys, count);
    for (int i = 0; i < count; i++)
        udpi_schema_set_number(udpi_schema_add(properties, keys[i], NULL), 0, UDPI_SCHEMA_MAX_NUMBER);
}

static void describe_probe_times(cJSON *properties) {
    static const char *const delays[] = {"least_ns", "mean_ns", "median_ns", "p90_ns", "p99_ns", "most_ns"};
    static const char *const above[] = {"mean_ns", "most_ns"};
    udpi_schema_set_string(udpi_schema_add(properties, "first_time", "Of the first arrival, RFC 3339 in UTC."),
                           udpi_schema_time_pattern);
    udpi_schema_set_string(udpi_schema_add(properties, "last_time", "Of the last arrival."), udpi_schema_time_pattern);
    udpi_schema_set_number(udpi_schema_add(properties, "jitter_ns", "RFC 3550 section 6.4.1."), 0,
                           UDPI_SCHEMA_MAX_NUMBER);
    describe_durations(udpi_schema_add(properties, "delay", "From the sender to here; where the clock is the same."),
                       delays, 6);
    describe_durations(
        udpi_schema_add(properties, "delay_above_least", "By how much others were slower; where clocks may differ."),
        above, 2);
}

static void describe_probes(cJSON *schema) {
    static const struct {
        const char *key, *description;
    } counts[] = {
        {"run", "Number of the sender's run."},
        {"stream", "Number of the stream in that run."},
        {"expected", "The sender's total where it is known, else the highest sequence number seen."},
        {"received", "Intact probes, repeated ones too."},
        {"lost", "Of those expected, how many never came intact."},
        {"duplicated", "Arrivals beyond the first of the same probe."},
        {"reordered", "Came behind one that was sent later: RFC 4737 section 3.3."},
        {"reordered_by", "The most that one came behind, in probes: section 4.2.1."},
        {"late", "Reordered ones that came later than allowed behind the first that overtook them: section 4.3."},
        {"corrupted", "Arrivals with changed bytes."},
        {"too_old", "Came so late that they cannot be told from repeated ones."},
        {"bytes", "Of payload received."},
    };
    static const char *const required[] = {"type",     "src",      "src_port", "dst",
                                           "dst_port", "expected", "received", "lost"};
    cJSON *properties = udpi_schema_set_object(schema);
    udpi_schema_require(schema, required, sizeof required / sizeof *required);
    udpi_schema_set_constant(udpi_schema_add(properties, "type", "What became of the probes of a stream."), "probes");
    udpi_schema_set_string(udpi_schema_add(properties, "interface", "Where they were seen."), NULL);
    describe_ends(properties, "Address of the sender.", "Address of the receiver.");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        udpi_schema_set_number(udpi_schema_add(properties, counts[i].key, counts[i].description), 0,
                               UDPI_SCHEMA_MAX_NUMBER);
    cJSON_AddStringToObject(udpi_schema_add(properties, "loss_percent", "Lost of expected."), "type", "number");
    udpi_schema_set_boolean(udpi_schema_add(properties, "total_known", "The sender has said how many there are."));
    udpi_schema_set_boolean(
        udpi_schema_add(properties, "reordered_at_least",
                        "Too many gaps to remember: reordered_by and late are the least that they can be."));
    describe_probe_times(properties);
}

static void describe_socket(cJSON *schema) {
    udpi_schema_set_members(schema, &udpi_socket_document);
}

static void describe_group(cJSON *schema) {
    udpi_schema_set_members(schema, &udpi_group_document);
}

static void describe_explained(cJSON *schema) {
    udpi_schema_set_members(schema, &udpi_address_document);
}

static void describe_relation(cJSON *schema) {
    udpi_schema_set_members(schema, &udpi_relation_document);
}

/* One kind of object for each type. */
static const struct {
    const char *type;
    void (*describe)(cJSON *schema);
} documents[] = {{"packet", describe_packet},    {"loss", describe_loss},   {"probes", describe_probes},
                 {"socket", describe_socket},    {"group", describe_group}, {"address", describe_explained},
                 {"relation", describe_relation}};

static void describe_documents(cJSON *schema) {
    static const char *const required[] = {"type"};
    cJSON_AddStringToObject(schema, "$schema", "https://json-schema.org/draft/2020-12/schema");
    cJSON_AddStringToObject(schema, "title", "A line of what udpinspect --json writes");
    cJSON_AddStringToObject(schema, "type", "object");
    udpi_schema_require(schema, required, 1);
    cJSON *types =
        cJSON_AddArrayToObject(udpi_schema_add(cJSON_AddObjectToObject(schema, "properties"), "type", NULL), "enum");
    cJSON *rules = cJSON_AddArrayToObject(schema, "allOf");
    cJSON *definitions = cJSON_AddObjectToObject(schema, "$defs");
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        cJSON_AddItemToArray(types, cJSON_CreateString(documents[i].type));
        udpi_schema_add_rule(rules, "type", documents[i].type);
        documents[i].describe(udpi_schema_add(definitions, documents[i].type, NULL));
    }
    for (size_t i = 0; i < udpi_protocol_count; i++)
        if (!udpi_protocols[i]->is_invisible)
            udpi_schema_describe_protocol(definitions, udpi_protocols[i]);
}

char *udpi_schema_print(void) {
    cJSON *schema = udpi_json_create();
    describe_documents(schema);
    return udpi_json_print(schema, true);
}
