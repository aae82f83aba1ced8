#include "render/schema.h"

#include <stdio.h>

#include <cjson/cJSON.h>

#include <udpinspect/packet.h>

#include "core/format.h"
#include "render/schema_members.h"

enum { TEXT_SIZE = 128 };

static const uint64_t max_number = (UINT64_C(1) << 53) - 1;

/* Patterns are anchored, and mean the same as ECMA-262 and as POSIX extended expressions. */
#define OCTET "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
static const char mac_pattern[] = "^[0-9a-f]{2}(:[0-9a-f]{2}){5}$";
static const char ipv4_pattern[] = "^" OCTET "([.]" OCTET "){3}$";
static const char ipv6_pattern[] = "^[0-9a-f:]*:[0-9a-f:.]*$";
static const char hex_pattern[] = "^([0-9a-f]{2})*$";
static const char oid_pattern[] = "^[0-2]([.][0-9]+)+$";
static const char knx_address_pattern[] = "^[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{1,3}$";
static const char knx_group_pattern[] = "^[0-9]{1,2}/[0-7]/[0-9]{1,3}$";
static const char time_pattern[] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{9}Z$";

/* --- parts -------------------------------------------------------------------------------------------------------- */

/* Adds an empty schema for `key`, to be filled in. */
static cJSON *add(cJSON *properties, const char *key, const char *description) {
    cJSON *schema = cJSON_AddObjectToObject(properties, key);
    if (description)
        cJSON_AddStringToObject(schema, "description", description);
    return schema;
}

/* As text: cJSON would round a large number to 15 digits. */
static void add_number(cJSON *schema, const char *key, uint64_t number) {
    char text[UDPI_UINT_SIZE + 1];
    *udpi_format_uint(text, number) = '\0';
    cJSON_AddRawToObject(schema, key, text);
}

static void set_number(cJSON *schema, uint64_t minimum, uint64_t maximum) {
    cJSON_AddStringToObject(schema, "type", "integer");
    add_number(schema, "minimum", minimum);
    add_number(schema, "maximum", maximum);
}

static void set_boolean(cJSON *schema) {
    cJSON_AddStringToObject(schema, "type", "boolean");
}

static void set_string(cJSON *schema, const char *pattern) {
    cJSON_AddStringToObject(schema, "type", "string");
    if (pattern)
        cJSON_AddStringToObject(schema, "pattern", pattern);
}

static void set_words(cJSON *schema, const char *const *words, int count) {
    cJSON_AddItemToObject(schema, "enum", cJSON_CreateStringArray(words, count));
}

static void set_constant(cJSON *schema, const char *text) {
    cJSON_AddStringToObject(schema, "const", text);
}

/* Makes an object of it that has no other keys than those added to what is returned. */
static cJSON *set_object(cJSON *schema) {
    cJSON_AddStringToObject(schema, "type", "object");
    cJSON *properties = cJSON_AddObjectToObject(schema, "properties");
    cJSON_AddFalseToObject(schema, "additionalProperties");
    return properties;
}

/* Makes an array of it; returns the schema of its elements. */
static cJSON *set_array(cJSON *schema) {
    cJSON_AddStringToObject(schema, "type", "array");
    return cJSON_AddObjectToObject(schema, "items");
}

static void require(cJSON *schema, const char *const *keys, int count) {
    cJSON_AddItemToObject(schema, "required", cJSON_CreateStringArray(keys, count));
}

static void refer(cJSON *schema, const char *name) {
    char reference[TEXT_SIZE + sizeof "#/$defs/"];
    snprintf(reference, sizeof reference, "#/$defs/%s", name);
    cJSON_AddStringToObject(schema, "$ref", reference);
}

/* Adds: where `key` is `text`, the definition of that name holds. */
static void add_rule(cJSON *rules, const char *key, const char *text) {
    cJSON *rule = cJSON_CreateObject();
    cJSON_AddItemToArray(rules, rule);
    cJSON *condition = cJSON_AddObjectToObject(rule, "if");
    set_constant(cJSON_AddObjectToObject(cJSON_AddObjectToObject(condition, "properties"), key), text);
    refer(cJSON_AddObjectToObject(rule, "then"), text);
}

/* --- fields ------------------------------------------------------------------------------------------------------- */

static void describe_number(cJSON *schema, const struct udpi_field *field) {
    unsigned bits = udpi_field_bits(field);
    if (bits > 53) {
        char pattern[TEXT_SIZE];
        snprintf(pattern, sizeof pattern, "^0x[0-9a-f]{%u}$", (bits + 3) / 4);
        set_string(schema, pattern);
        return;
    }
    unsigned unit = field->unit ? field->unit : 1;
    set_number(schema, 0, bits ? ((UINT64_C(1) << bits) - 1) * unit : max_number);
    if (unit > 1)
        add_number(schema, "multipleOf", unit);
}

static void describe_word(cJSON *schema, const struct udpi_field *field) {
    cJSON *words = cJSON_AddArrayToObject(schema, "enum");
    for (size_t i = 0; i < field->names->count; i++)
        cJSON_AddItemToArray(words, cJSON_CreateString(field->names->entries[i].text));
}

static void describe_scalar(cJSON *schema, const struct udpi_field *field) {
    switch (field->type) {
    case UDPI_BOOL: set_boolean(schema); break;
    case UDPI_WORD: describe_word(schema, field); break;
    case UDPI_INT: cJSON_AddStringToObject(schema, "type", "integer"); break;
    case UDPI_MAC: set_string(schema, mac_pattern); break;
    case UDPI_IPV4: set_string(schema, ipv4_pattern); break;
    case UDPI_IPV6: set_string(schema, ipv6_pattern); break;
    case UDPI_BYTES: set_string(schema, hex_pattern); break;
    case UDPI_TEXT:
    case UDPI_DOMAIN:
    case UDPI_NETBIOS:
    case UDPI_PRINCIPAL: set_string(schema, NULL); break;
    case UDPI_OID: set_string(schema, oid_pattern); break;
    case UDPI_KNX_ADDRESS: set_string(schema, knx_address_pattern); break;
    case UDPI_KNX_GROUP: set_string(schema, knx_group_pattern); break;
    case UDPI_TIME: set_string(schema, time_pattern); break;
    default: describe_number(schema, field); break;
    }
}

static bool has_number(const struct udpi_field *field) {
    return field->type == UDPI_UINT || field->type == UDPI_INT || field->type == UDPI_HEX || field->type == UDPI_PORT;
}

static void add_name(cJSON *properties, const struct udpi_field *field) {
    char key[TEXT_SIZE], description[TEXT_SIZE];
    snprintf(key, sizeof key, "%s_name", field->key);
    snprintf(description, sizeof description, "Name of %s, where it has one.", field->key);
    set_string(add(properties, key, description), NULL);
}

/* What is still to be filled in: the schema of a list or group, with the fields within it. */
struct container {
    unsigned within; /* as in struct udpi_field */
    cJSON *members;  /* of a group: the properties */
    cJSON *elements; /* of a list: what an element may be */
};

enum { MAX_CONTAINERS = 64 };

struct work {
    const struct udpi_protocol *protocol;
    cJSON *definitions;
    struct container containers[MAX_CONTAINERS];
    unsigned count;
};

/* Whether other lists have the elements of this one, which may then hold such lists in turn. */
static bool has_likes(const struct udpi_protocol *protocol, unsigned list) {
    for (unsigned i = 0; i < protocol->field_count; i++)
        if (protocol->fields[i].like == UDPI_WITHIN(list))
            return true;
    return false;
}

/* The schema of a list's elements where it is to be filled in, or NULL where that is done at the list that it is like. */
static cJSON *open_elements(const struct work *work, unsigned index, cJSON *schema) {
    const struct udpi_field *field = &work->protocol->fields[index];
    cJSON *items = set_array(schema);
    if (!field->like && !has_likes(work->protocol, index))
        return items;
    char name[TEXT_SIZE];
    const struct udpi_field *owner = field->like ? &work->protocol->fields[field->like - 1] : field;
    snprintf(name, sizeof name, "%s.%s", work->protocol->key, owner->key);
    refer(items, name);
    return field->like ? NULL : cJSON_AddObjectToObject(work->definitions, name);
}

static void open_container(struct work *work, unsigned index, cJSON *schema) {
    struct container container = {.within = UDPI_WITHIN(index)};
    bool is_group = work->protocol->fields[index].type == UDPI_GROUP;
    cJSON *elements = is_group ? NULL : open_elements(work, index, schema);
    if (is_group)
        container.members = set_object(schema);
    else if (elements)
        container.elements = cJSON_AddArrayToObject(elements, "anyOf");
    if ((container.members || container.elements) && work->count < MAX_CONTAINERS)
        work->containers[work->count++] = container;
}

static void describe_field(struct work *work, unsigned index, const struct container *container) {
    const struct udpi_field *field = &work->protocol->fields[index];
    cJSON *schema;
    if (container->members) {
        schema = cJSON_AddObjectToObject(container->members, field->key);
    } else {
        schema = cJSON_CreateObject();
        cJSON_AddItemToArray(container->elements, schema);
    }
    cJSON_AddStringToObject(schema, "title", field->label);
    cJSON_AddStringToObject(schema, "description", field->doc);
    if (field->type == UDPI_LIST || field->type == UDPI_GROUP)
        open_container(work, index, schema);
    else
        describe_scalar(schema, field);
    if (container->members && field->names && has_number(field))
        add_name(container->members, field);
}

static void describe_fields(const struct udpi_protocol *protocol, cJSON *properties, cJSON *definitions) {
    struct work work = {
        .protocol = protocol, .definitions = definitions, .containers = {{.members = properties}}, .count = 1};
    for (unsigned i = 0; i < work.count; i++)
        for (unsigned field = 0; field < protocol->field_count; field++)
            if (protocol->fields[field].within == work.containers[i].within &&
                !(protocol->fields[field].flags & UDPI_DETAIL))
                describe_field(&work, field, &work.containers[i]);
}

/* --- layers ------------------------------------------------------------------------------------------------------- */

static void describe_protocol(cJSON *definitions, const struct udpi_protocol *protocol) {
    static const char *const required[] = {"layer", "offset", "size"};
    cJSON *schema = add(definitions, protocol->key, NULL);
    cJSON_AddStringToObject(schema, "title", protocol->title);
    cJSON_AddStringToObject(schema, "description", protocol->doc);
    cJSON *properties = set_object(schema);
    require(schema, required, 3);
    set_constant(add(properties, "layer", "Name of the protocol."), protocol->key);
    set_number(add(properties, "offset", "First byte of the layer in its buffer."), 0, UDPI_MAX_FRAME);
    set_number(add(properties, "size", "Bytes of the layer: of its header, or of all that stands for itself."), 0,
               UDPI_MAX_FRAME);
    set_constant(add(properties, "buffer", "The reassembled datagram; absent where the buffer is the frame."),
                 "reassembled");
    cJSON_AddTrueToObject(add(properties, "quoted", "The layer is part of a packet that an ICMP error quotes."),
                          "const");
    describe_fields(protocol, properties, definitions);
}

/* The layer's name decides which protocol's schema holds. */
static void describe_layer(cJSON *schema) {
    cJSON_AddStringToObject(schema, "type", "object");
    static const char *const required[] = {"layer"};
    require(schema, required, 1);
    cJSON *properties = cJSON_AddObjectToObject(schema, "properties");
    cJSON *names = cJSON_AddArrayToObject(add(properties, "layer", NULL), "enum");
    cJSON *rules = cJSON_AddArrayToObject(schema, "allOf");
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const char *key = udpi_protocols[i]->key;
        if (udpi_protocols[i]->is_invisible)
            continue;
        cJSON_AddItemToArray(names, cJSON_CreateString(key));
        add_rule(rules, "layer", key);
    }
}

/* --- the document ------------------------------------------------------------------------------------------------- */

static void describe_note(cJSON *schema) {
    static const char *const required[] = {"code", "severity", "text"};
    cJSON *properties = set_object(schema);
    require(schema, required, 3);
    set_number(add(properties, "layer", "Index of the layer that it concerns; absent where that is the frame."), 0,
               UDPI_MAX_LAYERS - 1);
    cJSON *codes = cJSON_AddArrayToObject(add(properties, "code", "What is noted; stable."), "enum");
    for (unsigned i = 0; i < UDPI_NOTE_CODES; i++)
        cJSON_AddItemToArray(codes, cJSON_CreateString(udpi_note_kinds[i].code));
    cJSON_AddItemToObject(add(properties, "severity", "How bad it is."), "enum",
                          cJSON_CreateStringArray(udpi_severity_names, 3));
    set_string(add(properties, "text", "The same as a sentence; may change from version to version."), NULL);
}

static void describe_reassembled(cJSON *schema) {
    static const char *const required[] = {"frames", "size"};
    cJSON *properties = set_object(schema);
    require(schema, required, 2);
    cJSON *frames = set_array(add(properties, "frames", "Numbers of the frames that hold the fragments."));
    set_number(frames, 1, max_number);
    set_number(add(properties, "size", "Bytes of the datagram without its IP header."), 0, UINT32_MAX);
}

static void describe_address(cJSON *schema) {
    cJSON *kinds = cJSON_AddArrayToObject(schema, "anyOf");
    const char *const patterns[] = {ipv4_pattern, ipv6_pattern};
    for (unsigned i = 0; i < 2; i++) {
        cJSON *kind = cJSON_CreateObject();
        cJSON_AddItemToArray(kinds, kind);
        set_string(kind, patterns[i]);
    }
}

static void describe_ends(cJSON *properties, const char *src, const char *dst) {
    describe_address(add(properties, "src", src));
    set_number(add(properties, "src_port", "Port of the sender."), 0, UINT16_MAX);
    describe_address(add(properties, "dst", dst));
    set_number(add(properties, "dst_port", "Port of the receiver."), 0, UINT16_MAX);
}

static void describe_head(cJSON *properties) {
    set_constant(add(properties, "type", "A packet, not one of the objects that may stand between packets."), "packet");
    set_number(add(properties, "frame", "Number of the packet, from 1."), 1, max_number);
    set_string(add(properties, "time", "When it was captured, RFC 3339 in UTC."), time_pattern);
    set_string(add(properties, "interface", "Where it was captured."), NULL);
    set_string(add(properties, "link_type", "What the first header is: libpcap's name without DLT_, or its number."),
               NULL);
    set_number(add(properties, "captured", "Bytes that were captured."), 0, UINT32_MAX);
    set_number(add(properties, "length", "Bytes on the wire."), 0, UINT32_MAX);
    set_string(add(properties, "path", "Names of the layers, outermost first."), "^([a-z0-9_]+([|][a-z0-9_]+)*)?$");
    describe_ends(properties, "Address of the sender, as the innermost IP header has it.",
                  "Address of the receiver, as the innermost IP header has it.");
}

static void describe_packet(cJSON *schema) {
    static const char *const required[] = {"type",   "frame", "link_type", "captured",
                                           "length", "path",  "layers",    "notes"};
    cJSON *properties = set_object(schema);
    require(schema, required, sizeof required / sizeof *required);
    describe_head(properties);
    describe_layer(
        set_array(add(properties, "layers", "The headers in wire order; bytes that belong to no datagram come last.")));
    describe_reassembled(add(properties, "reassembled", "Where the datagram came in fragments."));
    describe_note(set_array(add(properties, "notes", "What is wrong or worth knowing.")));
}

static void describe_loss(cJSON *schema) {
    static const char *const required[] = {"type", "packets", "cause"};
    cJSON *properties = set_object(schema);
    require(schema, required, 3);
    set_constant(add(properties, "type", "Packets are missing here."), "loss");
    set_number(add(properties, "packets", "How many."), 1, max_number);
    set_string(add(properties, "cause", "Who dropped them."), NULL);
}

static void describe_durations(cJSON *schema, const char *const *keys, int count) {
    cJSON *properties = set_object(schema);
    require(schema, keys, count);
    for (int i = 0; i < count; i++)
        set_number(add(properties, keys[i], NULL), 0, max_number);
}

static void describe_probe_times(cJSON *properties) {
    static const char *const delays[] = {"least_ns", "mean_ns", "median_ns", "p90_ns", "p99_ns", "most_ns"};
    static const char *const above[] = {"mean_ns", "most_ns"};
    set_string(add(properties, "first_time", "Of the first arrival, RFC 3339 in UTC."), time_pattern);
    set_string(add(properties, "last_time", "Of the last arrival."), time_pattern);
    set_number(add(properties, "jitter_ns", "RFC 3550 section 6.4.1."), 0, max_number);
    describe_durations(add(properties, "delay", "From the sender to here; where the clock is the same."), delays, 6);
    describe_durations(add(properties, "delay_above_least", "By how much others were slower; where clocks may differ."),
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
    cJSON *properties = set_object(schema);
    require(schema, required, sizeof required / sizeof *required);
    set_constant(add(properties, "type", "What became of the probes of a stream."), "probes");
    set_string(add(properties, "interface", "Where they were seen."), NULL);
    describe_ends(properties, "Address of the sender.", "Address of the receiver.");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        set_number(add(properties, counts[i].key, counts[i].description), 0, max_number);
    cJSON_AddStringToObject(add(properties, "loss_percent", "Lost of expected."), "type", "number");
    set_boolean(add(properties, "total_known", "The sender has said how many there are."));
    describe_probe_times(properties);
}

/* --- objects that have a table of their keys ---------------------------------------------------------------------- */

static void describe_members(cJSON *schema, const struct udpi_schema_document *document);

static void set_word(cJSON *schema, const char *const *words) {
    int count = 0;
    while (words[count])
        count++;
    set_words(schema, words, count);
}

/* Lists of objects go one level deep, as deep as their tables are nested. */
static void describe_member(cJSON *schema, const struct udpi_schema_member *member) {
    switch (member->kind) {
    case UDPI_SCHEMA_TEXT: set_string(schema, NULL); break;
    case UDPI_SCHEMA_DIGITS: set_string(schema, "^[0-9]+$"); break;
    case UDPI_SCHEMA_ADDRESS: describe_address(schema); break;
    case UDPI_SCHEMA_MAC: set_string(schema, mac_pattern); break;
    case UDPI_SCHEMA_BOOLEAN: set_boolean(schema); break;
    case UDPI_SCHEMA_BITS: set_number(schema, 0, 128); break;
    case UDPI_SCHEMA_PORT: set_number(schema, 0, UINT16_MAX); break;
    case UDPI_SCHEMA_COUNT: set_number(schema, 0, UINT32_MAX); break;
    case UDPI_SCHEMA_NUMBER: set_number(schema, 0, max_number); break;
    case UDPI_SCHEMA_WORD: set_word(schema, member->words); break;
    case UDPI_SCHEMA_LIST: describe_members(set_array(schema), member->elements); break;
    }
}

static void describe_members(cJSON *schema, const struct udpi_schema_document *document) {
    cJSON *properties = set_object(schema), *required = cJSON_AddArrayToObject(schema, "required");
    if (document->type)
        set_constant(add(properties, "type", document->description), document->type);
    for (size_t i = 0; i < document->count; i++) {
        const struct udpi_schema_member *member = &document->members[i];
        describe_member(add(properties, member->key, member->description), member);
        if (i < document->required)
            cJSON_AddItemToArray(required, cJSON_CreateString(member->key));
    }
}

static void describe_socket(cJSON *schema) {
    describe_members(schema, &udpi_socket_document);
}

static void describe_group(cJSON *schema) {
    describe_members(schema, &udpi_group_document);
}

static void describe_explained(cJSON *schema) {
    describe_members(schema, &udpi_address_document);
}

static void describe_relation(cJSON *schema) {
    describe_members(schema, &udpi_relation_document);
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
    require(schema, required, 1);
    cJSON *types = cJSON_AddArrayToObject(add(cJSON_AddObjectToObject(schema, "properties"), "type", NULL), "enum");
    cJSON *rules = cJSON_AddArrayToObject(schema, "allOf");
    cJSON *definitions = cJSON_AddObjectToObject(schema, "$defs");
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        cJSON_AddItemToArray(types, cJSON_CreateString(documents[i].type));
        add_rule(rules, "type", documents[i].type);
        documents[i].describe(add(definitions, documents[i].type, NULL));
    }
    for (size_t i = 0; i < udpi_protocol_count; i++)
        if (!udpi_protocols[i]->is_invisible)
            describe_protocol(definitions, udpi_protocols[i]);
}

char *udpi_schema_print(void) {
    cJSON *schema = cJSON_CreateObject();
    describe_documents(schema);
    char *text = cJSON_Print(schema);
    cJSON_Delete(schema);
    return text;
}
