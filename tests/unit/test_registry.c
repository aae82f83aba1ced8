/* What must hold of every descriptor, and of the tables made from them. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <udpinspect/packet.h>

#include "engine/registry.h"

static bool is_snake_case(const char *key) {
    if (!islower((unsigned char)key[0]))
        return false;
    for (const char *at = key; *at; at++)
        if (!islower((unsigned char)*at) && !isdigit((unsigned char)*at) && *at != '_')
            return false;
    return true;
}

static void check_field(const struct udpi_protocol *protocol, const struct udpi_field *field) {
    static const char *const reserved[] = {"layer", "offset", "size", "buffer", "quoted"};
    assert_non_null(field->key);
    assert_true(is_snake_case(field->key) && strlen(field->key) < 40);
    assert_non_null(field->label);
    assert_true(field->doc && field->doc[strlen(field->doc) - 1] == '.');
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        assert_string_not_equal(field->key, reserved[i]);
    if (field->bits)
        assert_true(field->byte + field->bytes <= protocol->header_size);
    assert_true(field->bits == 0 || field->width == 0);
    assert_true(field->width <= (field->type >= UDPI_IPV6 ? 255 : 8));
    if (field->type == UDPI_WORD)
        assert_non_null(field->names);
}

static void test_descriptors_are_complete(void **state) {
    (void)state;
    assert_true(udpi_protocol_count < UDPI_NO_PROTOCOL);
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        assert_true(is_snake_case(protocol->key));
        assert_true(strlen(protocol->key) < 40);
        assert_true(protocol->title && protocol->doc && protocol->spec && protocol->decode);
        assert_ptr_equal(udpi_protocol_find(protocol->key), protocol);
        for (unsigned j = 0; j < protocol->field_count; j++)
            check_field(protocol, &protocol->fields[j]);
    }
}

static void test_keys_do_not_repeat_within_an_object(void **state) {
    (void)state;
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        for (unsigned j = 0; j < protocol->field_count; j++)
            for (unsigned k = 0; k < j; k++)
                if (protocol->fields[j].within == protocol->fields[k].within)
                    assert_string_not_equal(protocol->fields[j].key, protocol->fields[k].key);
    }
}

static void test_fixed_headers_have_room(void **state) {
    (void)state;
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        unsigned placed = 0;
        for (unsigned j = 0; j < udpi_protocols[i]->field_count; j++)
            placed += udpi_protocols[i]->fields[j].bits > 0 || udpi_protocols[i]->fields[j].flags & UDPI_DERIVED;
        assert_true(placed <= UDPI_MAX_HEADER_FIELDS);
    }
}

static void test_nothing_is_bound_twice(void **state) {
    (void)state;
    struct udpi_registry *registry = malloc(sizeof *registry);
    assert_non_null(registry);
    udpi_registry_fill(registry);
    for (size_t id = 0; id < udpi_protocol_count; id++) {
        const struct udpi_protocol *protocol = udpi_protocols[id];
        for (unsigned j = 0; j < protocol->binding_count; j++)
            assert_int_equal(
                udpi_registry_find(registry, UDPI_KEY(protocol->bindings[j].space, protocol->bindings[j].key)), id);
    }
    assert_int_equal(udpi_registry_find(registry, UDPI_KEY(UDPI_UDP_PORT, 1)), UDPI_NO_PROTOCOL);
    free(registry);
}

/* The filter in the kernel looks for carriers by port, not by what they begin with. */
static void test_an_opening_carries_nothing(void **state) {
    (void)state;
    for (size_t i = 0; i < udpi_protocol_count; i++)
        for (unsigned j = 0; j < udpi_protocols[i]->binding_count; j++)
            if (udpi_protocols[i]->bindings[j].space == UDPI_UDP_OPENING) {
                assert_true(udpi_protocols[i]->is_end);
                assert_true(udpi_protocols[i]->bindings[j].key <= UINT8_MAX);
            }
}

static void test_names_ascend(void **state) {
    (void)state;
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        for (unsigned j = 0; j < protocol->field_count; j++) {
            const struct udpi_names *names = protocol->fields[j].names;
            for (size_t k = 1; names && k < names->count; k++)
                assert_true(names->entries[k - 1].number < names->entries[k].number);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_descriptors_are_complete),
        cmocka_unit_test(test_keys_do_not_repeat_within_an_object),
        cmocka_unit_test(test_fixed_headers_have_room),
        cmocka_unit_test(test_nothing_is_bound_twice),
        cmocka_unit_test(test_an_opening_carries_nothing),
        cmocka_unit_test(test_names_ascend),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
