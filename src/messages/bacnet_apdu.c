/* The application layer of BACnet: kinds of PDU, and the first parameters of the common services. */
#include "messages/bacnet_message.h"
#include "model/nest.h"
#include "model/width.h"

#define F(name) UDPI_BACNET_##name

/* --- tags --------------------------------------------------------------------------------------------------------- */

/* ASHRAE 135 section 20.2.1: number 4 bits, class 1, and length 3, which may go on in the next bytes. */
enum { CONTEXT = 0x08, LENGTH_BITS = 7, LENGTH_FOLLOWS = 5, LENGTH_IN_2 = 254, LENGTH_IN_4 = 255 };

#define CONTEXT_TAG(number) ((number) << 4 | CONTEXT)
#define APPLICATION_TAG(number) ((number) << 4)

enum { OPENING_0 = 0x0e, UNSIGNED = 2, CHARACTER_STRING = 7, ENUMERATED = 9, OBJECT_IDENTIFIER = 12 };

/* How a parameter is written: section 20.2. */
enum kind { NUMBER, OBJECT, STRING };

/* Lists of them end with a tag of 0, which none has. */
struct parameter {
    uint8_t tag, field, kind;
};

enum { MOST_NUMBER = 4, OBJECT_SIZE = 4, UTF_8 = 0 };

/* --- what services begin with: ASHRAE 135 clause 21 --------------------------------------------------------------- */

static const struct parameter object[] = {{CONTEXT_TAG(0), F(OBJECT_TYPE), OBJECT}, {0, 0, 0}};

static const struct parameter object_alone[] = {{APPLICATION_TAG(OBJECT_IDENTIFIER), F(OBJECT_TYPE), OBJECT},
                                                {0, 0, 0}};

static const struct parameter property[] = {{CONTEXT_TAG(0), F(OBJECT_TYPE), OBJECT},
                                            {CONTEXT_TAG(1), F(PROPERTY), NUMBER},
                                            {CONTEXT_TAG(2), F(ARRAY_INDEX), NUMBER},
                                            {0, 0, 0}};

static const struct parameter notification[] = {{CONTEXT_TAG(0), F(PROCESS_ID), NUMBER},
                                                {CONTEXT_TAG(1), F(DEVICE_TYPE), OBJECT},
                                                {CONTEXT_TAG(2), F(OBJECT_TYPE), OBJECT},
                                                {0, 0, 0}};

static const struct parameter subscription[] = {
    {CONTEXT_TAG(0), F(PROCESS_ID), NUMBER}, {CONTEXT_TAG(1), F(OBJECT_TYPE), OBJECT}, {0, 0, 0}};

static const struct parameter private_transfer[] = {
    {CONTEXT_TAG(0), F(VENDOR_ID), NUMBER}, {CONTEXT_TAG(1), F(SERVICE_NUMBER), NUMBER}, {0, 0, 0}};

static const struct parameter i_am[] = {{APPLICATION_TAG(OBJECT_IDENTIFIER), F(OBJECT_TYPE), OBJECT},
                                        {APPLICATION_TAG(UNSIGNED), F(MAX_APDU), NUMBER},
                                        {APPLICATION_TAG(ENUMERATED), F(SEGMENTATION), NUMBER},
                                        {APPLICATION_TAG(UNSIGNED), F(VENDOR_ID), NUMBER},
                                        {0, 0, 0}};

static const struct parameter i_have[] = {{APPLICATION_TAG(OBJECT_IDENTIFIER), F(DEVICE_TYPE), OBJECT},
                                          {APPLICATION_TAG(OBJECT_IDENTIFIER), F(OBJECT_TYPE), OBJECT},
                                          {APPLICATION_TAG(CHARACTER_STRING), F(OBJECT_NAME), STRING},
                                          {0, 0, 0}};

/* Either the object or its name. */
static const struct parameter who_has[] = {{CONTEXT_TAG(0), F(LOW_LIMIT), NUMBER},
                                           {CONTEXT_TAG(1), F(HIGH_LIMIT), NUMBER},
                                           {CONTEXT_TAG(2), F(OBJECT_TYPE), OBJECT},
                                           {CONTEXT_TAG(3), F(OBJECT_NAME), STRING},
                                           {0, 0, 0}};

static const struct parameter who_is[] = {
    {CONTEXT_TAG(0), F(LOW_LIMIT), NUMBER}, {CONTEXT_TAG(1), F(HIGH_LIMIT), NUMBER}, {0, 0, 0}};

static const struct parameter error[] = {{APPLICATION_TAG(ENUMERATED), F(ERROR_CLASS), NUMBER},
                                         {APPLICATION_TAG(ENUMERATED), F(ERROR_CODE), NUMBER},
                                         {0, 0, 0}};

enum { SERVICES = 29 };

/* By udpi_bacnet_confirmed_names; what is not here is not read. */
static const struct parameter *const requests[SERVICES] = {
    [0] = subscription, [1] = notification,      [2] = notification, [5] = subscription,  [8] = property,
    [9] = property,     [11] = object_alone,     [12] = property,    [14] = object,       [15] = property,
    [16] = object,      [18] = private_transfer, [26] = property,    [28] = subscription,
};
static const struct parameter *const answers[SERVICES] = {
    [10] = object_alone, [12] = property, [14] = object, [18] = private_transfer, [26] = property,
};

/* By udpi_bacnet_unconfirmed_names. */
static const struct parameter *const unconfirmed[SERVICES] = {
    [0] = i_am,    [1] = i_have, [2] = notification, [3] = notification, [4] = private_transfer,
    [7] = who_has, [8] = who_is,
};

/* --- parameters --------------------------------------------------------------------------------------------------- */

/* Gives the length behind the tag, or 0 where it is not this one; 6 and 7 open and close what has tags of its own. */
static size_t take_tag(struct udpi_cursor *cursor, uint8_t tag) {
    const uint8_t *at = udpi_cursor_take(cursor, 1);
    if (!at || (*at & ~LENGTH_BITS) != tag || (*at & LENGTH_BITS) > LENGTH_FOLLOWS)
        return 0;
    size_t length = *at & LENGTH_BITS;
    if (length == LENGTH_FOLLOWS)
        length = udpi_cursor_read(cursor, 1);
    if (length == LENGTH_IN_2)
        return udpi_cursor_read(cursor, 2);
    return length == LENGTH_IN_4 ? udpi_cursor_read(cursor, 4) : length;
}

/* Ten bits of type, 22 of instance. */
static void put_object(struct udpi_decode *d, unsigned field, const uint8_t *at) {
    enum { INSTANCE_BITS = 22 };
    uint32_t identifier = udpi_load_be32(at);
    udpi_put(d, field, at, 2, identifier >> INSTANCE_BITS);
    udpi_put(d, field + 1, at + 1, 3, identifier & ((1U << INSTANCE_BITS) - 1));
}

/* False where the value has no form that is read. */
static bool put_value(struct udpi_decode *d, const struct parameter *parameter, const uint8_t *at, size_t length) {
    if (parameter->kind == NUMBER && length <= MOST_NUMBER)
        udpi_put(d, parameter->field, at, length, udpi_load_be(at, length));
    else if (parameter->kind == OBJECT && length == OBJECT_SIZE)
        put_object(d, parameter->field, at);
    else if (parameter->kind == STRING && length > 1 && *at == UTF_8)
        udpi_put_bytes(d, parameter->field, at + 1, length - 1);
    else
        return false;
    return true;
}

/* Takes the parameter, if it is what comes next. */
static void take_parameter(struct udpi_decode *d, const struct parameter *parameter) {
    struct udpi_cursor before = d->cursor;
    size_t length = take_tag(&d->cursor, parameter->tag);
    const uint8_t *at = udpi_cursor_take(&d->cursor, length);
    if (length == 0 || (at && !put_value(d, parameter, at, length)))
        d->cursor = before;
}

static void put_parameters(struct udpi_decode *d, const struct parameter *parameter) {
    for (; parameter->tag != 0 && udpi_part_goes_on(d); parameter++)
        take_parameter(d, parameter);
}

static void put_service_parameters(struct udpi_decode *d, const struct parameter *const services[SERVICES],
                                   uint64_t service) {
    if (service < SERVICES && services[service])
        put_parameters(d, services[service]);
}

/* --- kinds of PDU ------------------------------------------------------------------------------------------------- */

/* ASHRAE 135 section 20.1 */
enum { CONFIRMED, UNCONFIRMED, SIMPLE_ACK, COMPLEX_ACK, SEGMENT_ACK, ERROR, REJECT, ABORT };

static uint64_t put_number(struct udpi_decode *d, unsigned field) {
    return udpi_take_number(d, udpi_bacnet_fields, field);
}

static void put_flag(struct udpi_decode *d, unsigned field, const uint8_t *head, unsigned bit) {
    udpi_put(d, field, head, 1, *head >> bit & 1);
}

static void put_segmentation(struct udpi_decode *d, const uint8_t *head) {
    put_flag(d, F(SEGMENTED), head, 3);
    put_flag(d, F(MORE_FOLLOWS), head, 2);
}

static void put_limits(struct udpi_decode *d) {
    const uint8_t *at = udpi_cursor_take(&d->cursor, 1);
    if (!at)
        return;
    udpi_put(d, F(MAX_SEGMENTS), at, 1, *at >> 4 & 7);
    udpi_put(d, F(MAX_RESPONSE), at, 1, *at & 15);
}

/* The service, and its parameters, which begin in the first segment. */
static void put_service(struct udpi_decode *d, const uint8_t *head, unsigned field,
                        const struct parameter *const services[SERVICES]) {
    bool is_segment = *head >> 3 & 1;
    put_number(d, F(INVOKE_ID));
    uint64_t sequence = is_segment ? put_number(d, F(SEQUENCE_NUMBER)) : 0;
    if (is_segment)
        put_number(d, F(WINDOW_SIZE));
    uint64_t service = put_number(d, field);
    if (sequence == 0)
        put_service_parameters(d, services, service);
}

/* What has an invoke id and one more number. */
static void put_short(struct udpi_decode *d, unsigned field) {
    put_number(d, F(INVOKE_ID));
    put_number(d, field);
}

/* Errors of some services have more to say, and this first, within tag 0: ASHRAE 135 clause 21. */
static void put_error(struct udpi_decode *d) {
    put_short(d, F(ERROR_SERVICE));
    if (udpi_cursor_left(&d->cursor) > 0 && d->cursor.at[0] == OPENING_0)
        udpi_cursor_take(&d->cursor, 1);
    put_parameters(d, error);
}

static void put_kind(struct udpi_decode *d, const uint8_t *head) {
    switch (*head >> 4) {
    case CONFIRMED:
        put_segmentation(d, head);
        put_flag(d, F(SEGMENTED_RESPONSE_ACCEPTED), head, 1);
        put_limits(d);
        put_service(d, head, F(CONFIRMED_SERVICE), requests);
        break;
    case UNCONFIRMED: put_service_parameters(d, unconfirmed, put_number(d, F(UNCONFIRMED_SERVICE))); break;
    case SIMPLE_ACK: put_short(d, F(ACK_SERVICE)); break;
    case COMPLEX_ACK:
        put_segmentation(d, head);
        put_service(d, head, F(ACK_SERVICE), answers);
        break;
    case SEGMENT_ACK:
        put_flag(d, F(NEGATIVE), head, 1);
        put_flag(d, F(SERVER), head, 0);
        put_short(d, F(SEQUENCE_NUMBER));
        put_number(d, F(WINDOW_SIZE));
        break;
    case ERROR: put_error(d); break;
    case REJECT: put_short(d, F(REJECT_REASON)); break;
    case ABORT:
        put_flag(d, F(SERVER), head, 0);
        put_short(d, F(ABORT_REASON));
        break;
    default: break;
    }
}

void udpi_take_bacnet_apdu(struct udpi_decode *d) {
    const uint8_t *head = udpi_cursor_take(&d->cursor, 1);
    if (!head)
        return;
    udpi_put(d, F(PDU_TYPE), head, 1, *head >> 4);
    put_kind(d, head);
    udpi_take_bytes(d, F(PARAMETERS), d->cursor.claim);
}
