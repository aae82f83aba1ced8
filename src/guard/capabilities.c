#include "guard/capabilities.h"

#include <cap-ng.h>
#include <errno.h>
#include <string.h>
#include <sys/prctl.h>

static enum udpi_status fail(struct udpi_error *error) {
    return udpi_error_set(error, UDPI_FAILED, "cannot give up privileges: %s", strerror(errno));
}

enum udpi_status udpi_capabilities_bound(struct udpi_error *error) {
    if (capng_get_caps_process() != 0)
        return fail(error);
    if (!capng_have_capability(CAPNG_EFFECTIVE, CAP_SETPCAP))
        return UDPI_OK;
    capng_clear(CAPNG_SELECT_BOUNDS);
    return capng_apply(CAPNG_SELECT_BOUNDS) == 0 ? UDPI_OK : fail(error);
}

enum udpi_status udpi_capabilities_drop(struct udpi_error *error) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail(error);
    /* The library keeps a copy, which the change of the user has made old. */
    if (capng_get_caps_process() != 0)
        return fail(error);
    capng_clear(CAPNG_SELECT_CAPS | CAPNG_SELECT_AMBIENT);
    if (capng_apply(CAPNG_SELECT_CAPS | CAPNG_SELECT_AMBIENT) != 0 || capng_get_caps_process() != 0)
        return fail(error);
    if (capng_have_capabilities(CAPNG_SELECT_CAPS) == CAPNG_NONE)
        return UDPI_OK;
    return udpi_error_set(error, UDPI_FAILED, "cannot give up privileges: some are left");
}
