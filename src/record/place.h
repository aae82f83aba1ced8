/*
 * Where files are made: a directory that is opened once, so that neither chdir(2) nor a sandbox that allows nothing but
 * openat(2) in it matters later; or standard output. Who may write in the directory is asked anew for each file: after
 * a change of user, that is the new one.
 */
#ifndef UDPI_RECORD_PLACE_H
#define UDPI_RECORD_PLACE_H

#include <stdbool.h>
#include <sys/types.h>

#include "core/error.h"

struct udpi_place {
    int directory;     /* -1 for standard output */
    int folder_length; /* of the path up to and with the last '/' */
    const char *path;  /* as it was given */
    const char *file;  /* its last part */
    bool has_source;   /* a file that is being read, and must not be emptied */
    dev_t source_device;
    ino_t source_inode;
};

enum udpi_place_result {
    UDPI_PLACE_MADE,
    UDPI_PLACE_TAKEN,  /* a regular file of that name is there, and may not be replaced */
    UDPI_PLACE_FAILED, /* *error says why */
};

/*
 * Opens the directory of `path`, which must outlive the place; "-" is standard output. `source` is the path of a file
 * that is being read, "-" for standard input, or NULL. The place is to be closed in either case.
 */
enum udpi_status udpi_place_open(struct udpi_place *place, const char *path, const char *source,
                                 struct udpi_error *error);
void udpi_place_close(struct udpi_place *place);

/*
 * Makes the file `name` in the directory (on standard output, whatever the name, takes that) and gives a descriptor in
 * *made. With `overwrites` a regular file of that name is emptied. Devices and pipes are taken as they are, of which
 * nothing is lost; a terminal is refused.
 */
enum udpi_place_result udpi_place_make(const struct udpi_place *place, const char *name, bool overwrites, int *made,
                                       struct udpi_error *error);

/* Whether a regular file of that name is there. */
bool udpi_place_has(const struct udpi_place *place, const char *name);

#endif
