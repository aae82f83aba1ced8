/* The layers of a packet, from the descriptors of their fields. */
#include "render/schema_layer.h"

#include <stdio.h>

#include <udpinspect/packet.h>

#include "render/explain.h"
#include "render/schema_parts.h"

enum { TEXT_SIZE = 128 };

static const char hex_pattern[] = "^([0-9a-f]{2})*$";
static const char oid_pattern[] = "^[0-2]([.][0-9]+)+$";
static const char knx_address_pattern[] = "^[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{1,3}$";
static const char knx_group_pattern[] = "^[0-9]{1,2}/[0-7]/[0-9]{1,3}$";

/* --- fields ------------------------------------------------------------------------------------------------------- */

static void describe_number(cJSON *schema, const struct udpi_field *field) {
    unsigned bits = udpi_field_bits(field);
    if (bits > 53) {
        char pattern[TEXT_SIZE];
        snprintf(pattern, sizeof pattern, "^0x[0-9a-f]{%u}$", (bits + 3) / 4);
        udpi_schema_set_string(schema, pattern);
        return;
    }
    unsigned unit = field->unit ? field->unit : 1;
    udpi_schema_set_number(schema, 0, bits ? ((UINT64_C(1) << bits) - 1) * unit : UDPI_SCHEMA_MAX_NUMBER);
    if (unit > 1)
        udpi_schema_add_number(schema, "multipleOf", unit);
}

static void describe_word(cJSON *schema, const struct udpi_field *field) {
    cJSON *words = cJSON_AddArrayToObject(schema, "enum");
    for (size_t i = 0; i < field->names->count; i++)
        cJSON_AddItemToArray(words, cJSON_CreateString(field->names->entries[i].text));
}

static void describe_scalar(cJSON *schema, const struct udpi_field *field) {
    switch (field->type) {
    case UDPI_BOOL: udpi_schema_set_boolean(schema); break;
    case UDPI_WORD: describe_word(schema, field); break;
    case UDPI_INT: cJSON_AddStringToObject(schema, "type", "integer"); break;
    case UDPI_MAC: udpi_schema_set_string(schema, udpi_schema_mac_pattern); break;
    case UDPI_IPV4: udpi_schema_set_string(schema, udpi_schema_ipv4_pattern); break;
    case UDPI_IPV6: udpi_schema_set_string(schema, udpi_schema_ipv6_pattern); break;
    case UDPI_BYTES: udpi_schema_set_string(schema, hex_pattern); break;
    case UDPI_TEXT:
    case UDPI_DOMAIN:
    case UDPI_NETBIOS:
    case UDPI_PRINCIPAL: udpi_schema_set_string(schema, NULL); break;
    case UDPI_OID: udpi_schema_set_string(schema, oid_pattern); break;
    case UDPI_KNX_ADDRESS: udpi_schema_set_string(schema, knx_address_pattern); break;
    case UDPI_KNX_GROUP: udpi_schema_set_string(schema, knx_group_pattern); break;
    case UDPI_TIME: udpi_schema_set_string(schema, udpi_schema_time_pattern); break;
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
    udpi_schema_set_string(udpi_schema_add(properties, key, description), NULL);
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
    cJSON *items = udpi_schema_set_array(schema);
    if (!field->like && !has_likes(work->protocol, index))
        return items;
    char name[TEXT_SIZE];
    const struct udpi_field *owner = field->like ? &work->protocol->fields[field->like - 1] : field;
    snprintf(name, sizeof name, "%s.%s", work->protocol->key, owner->key);
    udpi_schema_refer(items, name);
    return field->like ? NULL : cJSON_AddObjectToObject(work->definitions, name);
}

static void open_container(struct work *work, unsigned index, cJSON *schema) {
    struct container container = {.within = UDPI_WITHIN(index)};
    bool is_group = work->protocol->fields[index].type == UDPI_GROUP;
    cJSON *elements = is_group ? NULL : open_elements(work, index, schema);
    if (is_group)
        container.members = udpi_schema_set_object(schema);
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

void udpi_schema_describe_protocol(cJSON *definitions, const struct udpi_protocol *protocol) {
    static const char *const required[] = {"layer", "offset", "size"};
    cJSON *schema = udpi_schema_add(definitions, protocol->key, NULL);
    cJSON_AddStringToObject(schema, "title", protocol->title);
    cJSON_AddStringToObject(schema, "description", protocol->doc);
    cJSON *properties = udpi_schema_set_object(schema);
    udpi_schema_require(schema, required, 3);
    udpi_schema_set_constant(udpi_schema_add(properties, "layer", "Name of the protocol."), protocol->key);
    udpi_schema_set_number(udpi_schema_add(properties, "offset", "First byte of the layer in its buffer."), 0,
                           UDPI_MAX_FRAME);
    udpi_schema_set_number(
        udpi_schema_add(properties, "size", "Bytes of the layer: of its header, or of all that stands for itself."), 0,
        UDPI_MAX_FRAME);
    udpi_schema_set_constant(
        udpi_schema_add(properties, "buffer", "The reassembled datagram; absent where the buffer is the frame."),
        "reassembled");
    cJSON_AddTrueToObject(
        udpi_schema_add(properties, "quoted", "The layer is part of a packet that an ICMP error quotes."), "const");
    describe_fields(protocol, properties, definitions);
    udpi_explain_describe(properties, protocol);
}

/* The layer's name decides which protocol's schema holds. */
void udpi_schema_describe_layer(cJSON *schema) {
    cJSON_AddStringToObject(schema, "type", "object");
    static const char *const required[] = {"layer"};
    udpi_schema_require(schema, required, 1);
    cJSON *properties = cJSON_AddObjectToObject(schema, "properties");
    cJSON *names = cJSON_AddArrayToObject(udpi_schema_add(properties, "layer", NULL), "enum");
    cJSON *rules = cJSON_AddArrayToObject(schema, "allOf");
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const char *key = udpi_protocols[i]->key;
        if (udpi_protocols[i]->is_invisible)
            continue;
        cJSON_AddItemToArray(names, cJSON_CreateString(key));
        udpi_schema_add_rule(rules, "layer", key);
    }
}
