#include "record/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FLAGS = O_WRONLY | O_CLOEXEC | O_NOCTTY | O_LARGEFILE };

static enum udpi_status fail(const char *name, int number, struct udpi_error *error) {
    bool is_forbidden = number == EACCES || number == EPERM;
    return udpi_error_set(error, is_forbidden ? UDPI_PERMISSION : UDPI_FAILED, "%s: %s", name, strerror(number));
}

/* The same for a file in the place. */
static enum udpi_place_result fail_at(const struct udpi_place *place, const char *name, const char *why,
                                      struct udpi_error *error) {
    bool is_forbidden = errno == EACCES || errno == EPERM;
    udpi_error_set(error, is_forbidden && !why ? UDPI_PERMISSION : UDPI_FAILED, "%.*s%s: %s", place->folder_length,
                   place->path, name, why ? why : strerror(errno));
    return UDPI_PLACE_FAILED;
}

static void note_source(struct udpi_place *place, const char *source) {
    struct stat status;
    if (!source || (strcmp(source, "-") == 0 ? fstat(STDIN_FILENO, &status) : stat(source, &status)) != 0)
        return;
    place->has_source = true;
    place->source_device = status.st_dev;
    place->source_inode = status.st_ino;
}

enum udpi_status udpi_place_open(struct udpi_place *place, const char *path, const char *source,
                                 struct udpi_error *error) {
    *place = (struct udpi_place){.directory = -1, .path = path, .file = path};
    if (strcmp(path, "-") == 0)
        return UDPI_OK;
    note_source(place, source);
    const char *slash = strrchr(path, '/');
    char folder[4096] = ".";
    if (slash) {
        place->file = slash + 1;
        place->folder_length = (int)(slash + 1 - path);
        if ((size_t)place->folder_length >= sizeof folder)
            return fail(path, ENAMETOOLONG, error);
        snprintf(folder, sizeof folder, "%.*s", place->folder_length, path);
    }
    if (*place->file == '\0')
        return udpi_error_set(error, UDPI_USAGE, "-w %s: the name of a file is missing", path);
    place->directory = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return place->directory < 0 ? fail(path, errno, error) : UDPI_OK;
}

void udpi_place_close(struct udpi_place *place) {
    if (place->directory >= 0)
        close(place->directory);
    place->directory = -1;
}

bool udpi_place_has(const struct udpi_place *place, const char *name) {
    struct stat status;
    return fstatat(place->directory, name, &status, 0) == 0 && S_ISREG(status.st_mode);
}

static enum udpi_place_result check_no_terminal(const char *name, int descriptor, struct udpi_error *error) {
    if (!isatty(descriptor))
        return UDPI_PLACE_MADE;
    udpi_error_set(error, UDPI_FAILED, "%s: a terminal cannot show a capture file; give one with -w FILE", name);
    return UDPI_PLACE_FAILED;
}

/* Empties what was there. */
static enum udpi_place_result take_over(const struct udpi_place *place, const char *name, bool overwrites,
                                        int descriptor, struct udpi_error *error) {
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return fail_at(place, name, NULL, error);
    if (!S_ISREG(status.st_mode))
        return check_no_terminal(place->path, descriptor, error);
    if (!overwrites)
        return UDPI_PLACE_TAKEN;
    if (place->has_source && status.st_dev == place->source_device && status.st_ino == place->source_inode)
        return fail_at(place, name, "the file is being read; write to another one", error);
    return ftruncate(descriptor, 0) == 0 ? UDPI_PLACE_MADE : fail_at(place, name, NULL, error);
}

static enum udpi_place_result make_file(const struct udpi_place *place, const char *name, bool overwrites, int *made,
                                        struct udpi_error *error) {
    const mode_t mode = 0666; /* less the umask */
    *made = openat(place->directory, name, FLAGS | O_CREAT | O_EXCL, mode);
    if (*made >= 0)
        return UDPI_PLACE_MADE;
    if (errno != EEXIST || (*made = openat(place->directory, name, FLAGS)) < 0)
        return fail_at(place, name, NULL, error);
    return take_over(place, name, overwrites, *made, error);
}

static enum udpi_place_result take_stdout(int *made, struct udpi_error *error) {
    static const char name[] = "standard output";
    *made = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
    if (*made >= 0)
        return check_no_terminal(name, *made, error);
    fail(name, errno, error);
    return UDPI_PLACE_FAILED;
}

enum udpi_place_result udpi_place_make(const struct udpi_place *place, const char *name, bool overwrites, int *made,
                                       struct udpi_error *error) {
    enum udpi_place_result result =
        place->directory < 0 ? take_stdout(made, error) : make_file(place, name, overwrites, made, error);
    if (result != UDPI_PLACE_MADE && *made >= 0)
        close(*made);
    return result;
}
