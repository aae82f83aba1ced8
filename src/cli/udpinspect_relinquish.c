#include "cli/udpinspect_relinquish.h"

enum udpi_status udpi_inspect_choose_user(struct udpi_guard *guard, const struct udpi_inspect_options *options,
                                          struct udpi_error *error) {
    bool makes_files = options->file_megabytes > 0 || options->file_seconds > 0;
    return udpi_guard_choose(guard, options->user, makes_files ? options->written : NULL, error);
}

enum udpi_status udpi_inspect_relinquish(const struct udpi_guard *guard, const struct udpi_inspect_options *options,
                                         const char *filter, const struct udpi_inspect_holdings *holdings,
                                         struct udpi_error *error) {
    /* A pcapng file may bring link types for which libpcap is yet to compile the filter, and to look up its names. */
    bool compiles_later = options->file && *filter;
    struct udpi_recording_holdings held = {.directory = -1, .file = -1};
    if (holdings->recording)
        udpi_recording_hold(holdings->recording, &held);
    const struct udpi_guard_needs needs = {
        .directory = held.makes_files ? held.directory : -1,
        .file = held.directory >= 0 ? held.file : -1,
        .socket = holdings->surroundings ? udpi_host_surroundings_socket(holdings->surroundings) : -1,
        .is_live = udpi_capture_is_live(holdings->capture),
        .has_no_sandbox = options->has_no_sandbox || compiles_later,
    };
    return udpi_guard_close(guard, &needs, error);
}
