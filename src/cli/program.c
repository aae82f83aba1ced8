#include "cli/program.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/output.h"

/* The number of a closed descriptor would go to the next file that is opened, and output into that. Here it fails. */
static void fill_descriptor(int descriptor) {
    if (fcntl(descriptor, F_GETFD) < 0)
        (void)!open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

void udpi_program_start(void) {
    fill_descriptor(STDIN_FILENO);
    fill_descriptor(STDOUT_FILENO);
    fill_descriptor(STDERR_FILENO);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* of ulimit -f: the write that is too much fails */
    setlocale(LC_CTYPE, "");
}

int udpi_program_end(const struct udpi_program *program, const struct udpi_error *error) {
    if (error->status != UDPI_OK)
        fprintf(stderr, "%s: %s\n", program->name, error->text);
    if (error->status != UDPI_OK && error->excerpt.text[0])
        fprintf(stderr, "%s\n%*s^\n", error->excerpt.text, (int)error->excerpt.caret, "");
    return (int)error->status;
}

void udpi_program_say(const struct udpi_program *program, const char *format, ...) {
    char text[UDPI_ERROR_SIZE];
    va_list arguments;
    va_start(arguments, format);
    udpi_error_format(text, format, arguments);
    va_end(arguments);
    fprintf(stderr, "%s: %s\n", program->name, text);
}

enum udpi_status udpi_program_print(udpi_page *page, const void *context, struct udpi_error *error) {
    struct udpi_sink sink;
    if (udpi_output_open(&sink, error) != UDPI_OK)
        return error->status;
    page(context, &sink, error);
    return udpi_output_finish(&sink, error);
}
