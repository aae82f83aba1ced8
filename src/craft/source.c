#include "craft/source.h"

#include <errno.h>
#include <string.h>

enum udpi_status udpi_source_open(struct udpi_source_file *file, const char *path, struct udpi_error *error) {
    bool is_standard = strcmp(path, "-") == 0;
    file->name = is_standard ? "standard input" : path;
    file->stream = is_standard ? stdin : fopen(path, "re");
    return file->stream ? UDPI_OK : udpi_error_set(error, UDPI_FAILED, "%s: %s", path, strerror(errno));
}

void udpi_source_close(struct udpi_source_file *file) {
    if (file->stream && file->stream != stdin)
        fclose(file->stream);
}

enum udpi_status udpi_source_check(const struct udpi_source_file *file, struct udpi_error *error) {
    bool has_failed = ferror(file->stream) || errno == ENOMEM; /* getline(3) sets no flag where memory is short */
    if (!has_failed || errno == EINTR)
        return UDPI_OK;
    return udpi_error_set(error, UDPI_FAILED, "%s: %s", file->name, strerror(errno));
}
