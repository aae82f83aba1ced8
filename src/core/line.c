#include "core/line.h"

#include <stdlib.h>

#include <udpinspect/limits.h>

enum { FIRST_ROOM = 256 };

static bool grow(struct udpi_line *line) {
    size_t room = line->room ? 2 * line->room : FIRST_ROOM;
    char *grown = realloc(line->text, room);
    if (!grown)
        return false;
    line->text = grown;
    line->room = room;
    return true;
}

bool udpi_line_read(struct udpi_line *line, FILE *stream) {
    int letter = 0;
    line->length = 0;
    line->is_too_long = false;
    while (letter != '\n' && !line->is_too_long && (letter = getc_unlocked(stream)) != EOF) {
        if (line->length + 1 >= line->room && !grow(line))
            return false;
        line->is_too_long = line->length == UDPI_LONGEST_LINE;
        if (!line->is_too_long)
            line->text[line->length++] = (char)letter;
    }
    if (line->length > 0)
        line->text[line->length] = '\0';
    return line->length > 0 && !(letter == EOF && ferror(stream));
}

void udpi_line_free(struct udpi_line *line) {
    free(line->text);
}
