#include "craft/pcap_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <pcap/pcap.h>

enum { LARGEST_FRAME = 262144 }; /* libpcap reads no larger one */
enum { SECOND = 1000000000 };    /* nanoseconds */

struct udpi_pcap_file {
    pcap_t *pcap;
    pcap_dumper_t *dumper;
    uint32_t snapshot;
    char *name;
};

static enum udpi_status fail(struct udpi_error *error, const char *name, const char *why) {
    return udpi_error_set(error, UDPI_FAILED, "%s: %s", name, why);
}

static bool is_stdout(const char *path) {
    return !path || strcmp(path, "-") == 0;
}

static bool is_regular(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* A descriptor to write the file through, or -1 with the error set. */
static int open_path(const struct udpi_pcap_file_options *options, struct udpi_error *error) {
    const int flags = O_WRONLY | O_CREAT | O_CLOEXEC;
    const mode_t mode = 0666; /* less the umask */
    int descriptor = open(options->path, flags | (options->overwrites ? O_TRUNC : O_EXCL), mode);
    if (descriptor < 0 && errno == EEXIST && is_regular(options->path)) {
        udpi_error_set(error, UDPI_FAILED, "%s: the file exists; --force replaces it", options->path);
        return -1;
    }
    if (descriptor < 0 && errno == EEXIST) /* a device or a pipe, of which nothing is lost */
        descriptor = open(options->path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0)
        udpi_error_set(error, errno == EACCES || errno == EPERM ? UDPI_PERMISSION : UDPI_FAILED, "%s: %s",
                       options->path, strerror(errno));
    return descriptor;
}

static FILE *open_stream(const struct udpi_pcap_file_options *options, struct udpi_error *error) {
    if (is_stdout(options->path) && isatty(STDOUT_FILENO)) {
        fail(error, "standard output", "a terminal cannot show a capture file; give one with -w FILE");
        return NULL;
    }
    int descriptor = is_stdout(options->path) ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0) : open_path(options, error);
    FILE *stream = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (is_stdout(options->path) && !stream)
        fail(error, "standard output", strerror(errno));
    return stream;
}

static void free_file(struct udpi_pcap_file *file) {
    if (file->dumper)
        pcap_dump_close(file->dumper); /* closes the stream too */
    if (file->pcap)
        pcap_close(file->pcap);
    free(file->name);
    free(file);
}

struct udpi_pcap_file *udpi_pcap_file_open(const struct udpi_pcap_file_options *options, struct udpi_error *error) {
    struct udpi_pcap_file *file = calloc(1, sizeof *file);
    if (!file) {
        fail(error, "capture file", strerror(errno));
        return NULL;
    }
    file->snapshot = options->snapshot ? options->snapshot : LARGEST_FRAME;
    file->name = strdup(is_stdout(options->path) ? "standard output" : options->path);
    file->pcap = pcap_open_dead(options->link_type, (int)file->snapshot);
    FILE *stream = NULL;
    if (!file->name || !file->pcap)
        fail(error, "capture file", "out of memory");
    else
        stream = open_stream(options, error);
    if (stream) {
        file->dumper = pcap_dump_fopen(file->pcap, stream);
        if (!file->dumper)
            fail(error, file->name, pcap_geterr(file->pcap));
    }
    if (file->dumper)
        return file;
    free_file(file);
    return NULL;
}

bool udpi_pcap_file_holds(int64_t time) {
    return time >= 0 && time / SECOND <= UINT32_MAX;
}

enum udpi_status udpi_pcap_file_write(struct udpi_pcap_file *file, const uint8_t *bytes, uint32_t size, int64_t time,
                                      struct udpi_error *error) {
    if (size > LARGEST_FRAME)
        return udpi_error_set(error, UDPI_FAILED,
                              "%s: a packet of %u bytes is too large for a capture file; it may have %d", file->name,
                              size, LARGEST_FRAME);
    struct pcap_pkthdr header = {.caplen = size < file->snapshot ? size : file->snapshot, .len = size};
    header.ts.tv_sec = time / SECOND;
    header.ts.tv_usec = time % SECOND / 1000;
    pcap_dump((u_char *)file->dumper, &header, bytes);
    return ferror(pcap_dump_file(file->dumper)) ? fail(error, file->name, strerror(errno)) : UDPI_OK;
}

enum udpi_status udpi_pcap_file_close(struct udpi_pcap_file *file, struct udpi_error *error) {
    enum udpi_status status = UDPI_OK;
    if (pcap_dump_flush(file->dumper) != 0)
        status = fail(error, file->name, strerror(errno));
    free_file(file);
    return status;
}

int udpi_pcap_file_link_type(const char *name) {
    int link_type = pcap_datalink_name_to_val(name);
    if (link_type >= 0)
        return link_type;
    char *end;
    unsigned long number = strtoul(name, &end, 10);
    bool is_number = *name >= '0' && *name <= '9' && *end == '\0' && number <= UINT16_MAX;
    return is_number ? (int)number : -1;
}

const char *udpi_pcap_file_link_name(uint16_t link_type) {
    const char *name = pcap_datalink_val_to_name(link_type);
    return name ? name : "without a name";
}
