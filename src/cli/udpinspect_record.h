/* What is shown, into capture files: -w and the options that go with it. */
#ifndef UDPI_CLI_UDPINSPECT_RECORD_H
#define UDPI_CLI_UDPINSPECT_RECORD_H

#include "capture/capture.h"
#include "cli/udpinspect_options.h"
#include "record/recording.h"

/* Refuses options that only -w gives a meaning, or that exclude each other. `form` is the option that says how packets
   are shown, NULL where none is given. */
enum udpi_status udpi_inspect_check_record(const struct udpi_inspect_options *options, const char *form,
                                           struct udpi_error *error);

/* The recording that -w asks for, of frames of the capture; NULL where it is not given, or with *error set. */
struct udpi_recording *udpi_inspect_record(const struct udpi_inspect_options *options,
                                           const struct udpi_capture *capture, struct udpi_error *error);

/* Says on standard error how many packets were cut because they are longer than a capture file may have them. */
void udpi_inspect_remark_cut(const struct udpi_inspect_options *options, const struct udpi_recording *recording);

/* "12 packets written to 3 files", to standard error; nothing for NULL. */
void udpi_inspect_print_written(const struct udpi_inspect_options *options, const struct udpi_recording *recording);

#endif
