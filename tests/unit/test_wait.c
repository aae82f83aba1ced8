/* craft/wait: moments, and sleep that a signal ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/wait.h"

static volatile sig_atomic_t stop;

static void set_stop(int number) {
    (void)number;
    stop = 1;
}

static void adds_seconds_to_a_moment(void **state) {
    (void)state;
    assert_int_equal(udpi_moment_after(5, 0), 5);
    assert_int_equal(udpi_moment_after(1000000000, 1.5), 2500000000);
    assert_int_equal(udpi_moment_after(0, 1e9), 1000000000000000000);
    assert_int_equal(udpi_moment_after(0, 1e10), UDPI_NEVER);
    assert_int_equal(udpi_moment_after(UDPI_NEVER - 5, 1), UDPI_NEVER);
    assert_int_equal(udpi_moment_after(UDPI_NEVER, 0), UDPI_NEVER);
}

static void sleeps_until_the_moment(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct pollfd quiet = {.fd = ends[0], .events = POLLIN, .revents = POLLERR};
    int64_t moment = udpi_moment_after(udpi_moment_now(), 0.05);
    udpi_wait(&quiet, 1, moment, &stop);
    assert_true(udpi_moment_now() >= moment);
    assert_int_equal(quiet.revents, 0);

    assert_int_equal(write(ends[1], "x", 1), 1);
    udpi_wait(&quiet, 1, UDPI_NEVER, &stop);
    assert_int_equal(quiet.revents, POLLIN);
    close(ends[0]);
    close(ends[1]);
}

/* A hang here means that a signal was missed. */
static void is_ended_by_a_signal(void **state) {
    (void)state;
    struct sigaction action = {.sa_handler = set_stop};
    sigaction(SIGTERM, &action, NULL);
    sigset_t before, after, terminate;
    sigemptyset(&terminate);
    sigaddset(&terminate, SIGTERM);

    raise(SIGTERM);
    udpi_wait(NULL, 0, UDPI_NEVER, &stop);

    stop = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        usleep(50000);
        kill(getppid(), SIGTERM);
        _exit(0);
    }
    pthread_sigmask(SIG_SETMASK, NULL, &before);
    udpi_wait(NULL, 0, UDPI_NEVER, &stop);
    pthread_sigmask(SIG_SETMASK, NULL, &after);
    assert_int_equal(stop, 1);
    assert_int_equal(sigismember(&before, SIGTERM), sigismember(&after, SIGTERM));
    stop = 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds_seconds_to_a_moment),
        cmocka_unit_test(sleeps_until_the_moment),
        cmocka_unit_test(is_ended_by_a_signal),
    };
    alarm(20);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
