/* The options of udpinspect. */
#ifndef UDPI_CLI_UDPINSPECT_OPTIONS_H
#define UDPI_CLI_UDPINSPECT_OPTIONS_H

#include "cli/options.h"
#include "render/render.h"

/* Choices are 1 + the index of the word, 0 where the option is not given: UDPI_OPTION_CHOICE. */
enum udpi_json_choice { UDPI_JSON_UNSAID, UDPI_JSON_LINES, UDPI_JSON_PRETTY };
enum udpi_color_choice { UDPI_COLOR_UNSAID, UDPI_COLOR_AUTO, UDPI_COLOR_ALWAYS, UDPI_COLOR_NEVER };

struct udpi_inspect_options {
    struct udpi_option_list interfaces;
    const char *file, *filter_file;
    uint64_t count, snapshot, buffer_kib; /* 0 where they are not given */
    double duration;
    bool is_not_promiscuous, waits, follows, shows_all;
    bool is_outer, shows_filter;
    bool has_hex, has_spec, is_quiet, has_statistics, has_probes;
    unsigned boxes; /* how often -v is given */
    unsigned json, time, color;
    struct udpi_option_list decode_as; /* "udp.port=PORT:NAME", all good */
    bool has_secrets;
    bool explains;
    const char *fields; /* names with commas between them, all known */
    const char *written; /* FILE of -w */
    uint64_t file_megabytes, file_seconds, file_count;
    bool is_unbuffered, overwrites;
    const char *user; /* of -Z */
    bool has_no_sandbox;
    bool lists_interfaces, lists_sockets, lists_protocols, has_schema, has_help, has_version;
    const char *described;
    const char *address, *peer; /* of --address; "-" is standard input */
    unsigned shell;
    bool is_habit; /* of tcpdump users; nothing comes of it */
};

/* Explanations stand in boxes, unless there is JSON, which has a place for them. */
static inline bool udpi_inspect_has_boxes(const struct udpi_inspect_options *options) {
    return options->boxes > 0 || (options->explains && options->json == UDPI_JSON_UNSAID);
}

extern const struct udpi_program udpi_inspect_program;

/* Sets *values from the words; what is left is the filter. Refuses options that exclude each other. */
enum udpi_status udpi_inspect_options_parse(int count, char **words, struct udpi_inspect_options *values,
                                            struct udpi_operands *filter, struct udpi_error *error);

/* Whether to write colours: --color, or else what the terminal welcomes. */
bool udpi_inspect_has_color(const struct udpi_inspect_options *options);

/*
 * The filter as one NUL-terminated text to be freed: the words joined with blanks, or the file named by -F, in which a
 * '#' begins a remark up to the end of its line. NULL with *error set where it cannot be had.
 */
char *udpi_inspect_filter(const struct udpi_inspect_options *options, const struct udpi_operands *words,
                          struct udpi_error *error);

#endif
