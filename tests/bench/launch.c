/* Runs a program and says what it took.
 *
 *     launch DESCRIPTOR PROGRAM [ARGUMENT]...
 *
 * Writes to the descriptor: seconds, peak memory in KiB, exit status (128 + N after signal N).
 *
 * The kernel also counts into the peak what the process had before it became the program, and an interpreter has more
 * than the programs that are measured here: hence this small parent.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NOT_STARTED = 127 };

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int count, char **words) {
    if (count < 3) {
        fprintf(stderr, "usage: launch DESCRIPTOR PROGRAM [ARGUMENT]...\n");
        return 2;
    }
    int descriptor = (int)strtol(words[1], NULL, 10);
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    double start = seconds_now();
    pid_t child = fork();
    if (child == 0) {
        execv(words[2], words + 2);
        _exit(NOT_STARTED);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0)
        return 1;
    double seconds = seconds_now() - start;
    dprintf(descriptor, "%.6f %ld %d\n", seconds, usage.ru_maxrss,
            WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return 0;
}
