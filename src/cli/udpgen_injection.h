/* Frames through an interface, as replay and craft send them: opened, checked, paced, and accounted for. */
#ifndef UDPI_CLI_UDPGEN_INJECTION_H
#define UDPI_CLI_UDPGEN_INJECTION_H

#include <udpinspect/packet.h>

#include "cli/udpgen_frame_totals.h"
#include "inject/schedule.h"

/* The words of --offload, in the order of enum udpi_offload, and what its help says. */
extern const char *const udpi_offload_words[];
#define UDPI_OFFLOAD_HELP                                                                                               \
    "hand over like frames as one packet that the kernel or the card splits; exact, the default, where each arrives "  \
    "byte for byte; all also where IPv4 identifications change, or the other end of a link within this host sees one " \
    "large packet"

struct udpi_injection_options {
    const char *interface; /* name, or number in the list of udpinspect -D */
    unsigned offload;      /* 1 + enum udpi_offload; 0 where it is not said */
    struct udpi_rate rate;
    double speed; /* see struct udpi_schedule_options */
    uint64_t count;
    double duration;
    const char *add_header, *drop_header; /* what to do where a frame lacks the Ethernet header, or has it */
};

struct udpi_injection {
    const struct udpi_injection_options *options;
    struct udpi_injector *injector; /* NULL where it is not open */
    struct udpi_schedule schedule;
    int64_t last_time; /* of the last frame that was sent; UDPI_NO_TIME for none */
};

/* Opens the interface; *options must live on. To be closed in either case, which is fine where all is zero. */
enum udpi_status udpi_injection_open(struct udpi_injection *injection, const struct udpi_injection_options *options,
                                     struct udpi_error *error);
void udpi_injection_close(struct udpi_injection *injection);

/* Sends the frame, as long after the one before as their times say, or at the rate. Gives false where no further one will
   be taken; *error is set where that is a failure, such as another link type. */
bool udpi_injection_take(struct udpi_injection *injection, const struct udpi_frame *frame, struct udpi_error *error);

/* Nanoseconds from the last frame that was sent to this one; 0 where time does not go on. udpi_injection_take asks it. */
int64_t udpi_injection_gap(const struct udpi_injection *injection, const struct udpi_frame *frame);

/* Sends what waits, and prints the totals, to which it adds its own. Gives error->status. */
enum udpi_status udpi_injection_finish(struct udpi_injection *injection, struct udpi_frame_totals *totals,
                                       struct udpi_error *error);

#endif
