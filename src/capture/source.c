#include "capture/source.h"

#include <poll.h>
#include <time.h>

static const int64_t SECOND = 1000000000, MILLISECOND = 1000000;
static const int64_t IDLE_AFTER = 100 * MILLISECOND;

int64_t udpi_capture_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

bool udpi_capture_is_over(const struct udpi_capture *capture, int64_t time) {
    return udpi_capture_has_enough(capture) || time >= capture->deadline;
}

void udpi_capture_let_idle(struct udpi_capture *capture, int64_t time) {
    if (capture->visitor && !capture->visitor->idle(capture->visitor->context))
        capture->is_done = true;
    capture->next_idle = time + IDLE_AFTER;
}

bool udpi_capture_pause(struct udpi_capture *capture) {
    int64_t time = udpi_capture_now();
    if (!udpi_capture_is_over(capture, time)) {
        udpi_capture_let_idle(capture, time);
        poll(NULL, 0, (int)(IDLE_AFTER / MILLISECOND));
    }
    return !udpi_capture_is_over(capture, udpi_capture_now());
}

bool udpi_capture_wait(struct udpi_capture *capture, int fd) {
    struct pollfd waited = {.fd = fd, .events = POLLIN};
    if (poll(&waited, 1, 0) > 0)
        return !udpi_capture_is_over(capture, udpi_capture_now());
    for (int64_t time = udpi_capture_now(); !udpi_capture_is_over(capture, time); time = udpi_capture_now()) {
        if (capture->is_live && time >= capture->next_look)
            return true;
        udpi_capture_let_idle(capture, time);
        int64_t until = capture->next_idle < capture->deadline ? capture->next_idle : capture->deadline;
        if (!capture->is_done && poll(&waited, 1, (int)((until - time + MILLISECOND - 1) / MILLISECOND)) > 0)
            return true;
    }
    return false;
}
