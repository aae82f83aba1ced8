#include "render/canvas.h"

#include "core/escape.h"
#include "core/format.h"
#include "core/unicode.h"
#include "render/palette.h"

static const struct udpi_glyphs unicode_glyphs = {
    .horizontal = {"─", 3, 1},
    .vertical = {"│", 3, 1},
    .top_left = {"┌", 3, 1},
    .top_right = {"┐", 3, 1},
    .bottom_left = {"└", 3, 1},
    .bottom_right = {"┘", 3, 1},
    .tee_left = {"├", 3, 1},
    .tee_right = {"┤", 3, 1},
    .arrow = {"→", 3, 1},
    .inside = {"↳", 3, 1},
    .dash = {"–", 3, 1},
    .more = {"…", 3, 1},
    .warning = {"⚠", 3, 1},
    .remark = {"•", 3, 1},
    .explanation = {"»", 2, 1},
    .separator = {" · ", 4, 3},
};

static const struct udpi_glyphs ascii_glyphs = {
    .horizontal = {"-", 1, 1},
    .vertical = {"|", 1, 1},
    .top_left = {"+", 1, 1},
    .top_right = {"+", 1, 1},
    .bottom_left = {"+", 1, 1},
    .bottom_right = {"+", 1, 1},
    .tee_left = {"+", 1, 1},
    .tee_right = {"+", 1, 1},
    .arrow = {"->", 2, 2},
    .inside = {">", 1, 1},
    .dash = {"-", 1, 1},
    .more = {"...", 3, 3},
    .warning = {"!", 1, 1},
    .remark = {"*", 1, 1},
    .explanation = {">", 1, 1},
    .separator = {"; ", 2, 2},
};

enum { CAPTION_FRAME = 9 }; /* columns of an edge beside its two texts: "┌─ " and " ─ " and " ─┐" */

void udpi_canvas_open(struct udpi_canvas *canvas, const struct udpi_render_options *options) {
    *canvas = (struct udpi_canvas){
        .glyphs = options->has_unicode ? &unicode_glyphs : &ascii_glyphs,
        .has_color = options->has_color,
        .has_unicode = options->has_unicode,
        .columns = options->columns,
    };
    if (canvas->columns < UDPI_CANVAS_NARROWEST)
        canvas->columns = UDPI_CANVAS_NARROWEST;
    if (canvas->columns > UDPI_CANVAS_WIDEST)
        canvas->columns = UDPI_CANVAS_WIDEST;
    bool is_narrow = canvas->columns / 2 < UDPI_CANVAS_TEXT_MIN;
    canvas->least = is_narrow ? UDPI_CANVAS_TEXT_MIN : canvas->columns / 2;
    const struct udpi_glyph *glyph = &canvas->glyphs->horizontal;
    for (size_t i = 0; i < UDPI_CANVAS_WIDEST; i++)
        memcpy(canvas->rule + i * glyph->size, glyph->text, glyph->size);
    for (size_t i = 0; i <= UDPI_CANVAS_MAX_DEPTH; i++)
        memset(canvas->sides[i].right, ' ', UDPI_CANVAS_WIDEST);
    canvas->sides[0].right[UDPI_CANVAS_WIDEST] = '\n';
    canvas->sides[0].right_size = 1;
    canvas->bottom_starts[0] = canvas->bottoms + sizeof canvas->bottoms;
}

static inline void set_depth(struct udpi_canvas *canvas, unsigned depth) {
    canvas->depth = depth;
    canvas->width = canvas->columns - depth * UDPI_CANVAS_BORDERS;
    canvas->current = &canvas->sides[depth];
}

void udpi_canvas_begin(struct udpi_canvas *canvas, struct udpi_sink *sink) {
    canvas->sink = sink;
    canvas->is_in_row = false;
    set_depth(canvas, 0);
    canvas->indent = 0;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static inline char *append(char *at, const void *from, size_t size) {
    memcpy(at, from, size);
    return at + size;
}

void udpi_canvas_break_row(struct udpi_canvas *canvas) {
    unsigned indent = canvas->indent;
    udpi_canvas_end_row(canvas);
    udpi_canvas_begin_row(canvas);
    udpi_canvas_put_spaces(canvas, indent);
    canvas->indent = indent;
}

void udpi_canvas_put(struct udpi_canvas *canvas, const char *ink, const char *text, size_t size, unsigned columns) {
    char *at = canvas->at;
    if (ink && canvas->has_color) {
        at = stpcpy(at, ink);
        at = append(at, text, size);
        at = stpcpy(at, udpi_palette_normal);
    } else {
        at = append(at, text, size);
    }
    canvas->at = at;
    canvas->column += columns;
}

void udpi_canvas_put_spaces(struct udpi_canvas *canvas, unsigned count) {
    udpi_canvas_take(canvas, udpi_canvas_write_spaces(canvas->at, count), count);
}

void udpi_canvas_put_gap(struct udpi_canvas *canvas, unsigned count) {
    if (udpi_canvas_left(canvas) > count)
        udpi_canvas_put_spaces(canvas, count);
    else
        udpi_canvas_break_row(canvas);
}

/* --- boxes -------------------------------------------------------------------------------------------------------- */

static char *append_rule(const struct udpi_canvas *canvas, char *at, unsigned columns) {
    return append(at, canvas->rule, (size_t)columns * canvas->glyphs->horizontal.size);
}

static char *begin_edge(struct udpi_canvas *canvas, const char *ink, const struct udpi_glyph *corner) {
    udpi_canvas_begin_row(canvas);
    return udpi_canvas_write_glyph(udpi_canvas_write_ink(canvas, canvas->at, ink), corner);
}

static void end_edge(struct udpi_canvas *canvas, char *at, const struct udpi_glyph *corner) {
    at = udpi_canvas_write_glyph(at, corner);
    canvas->at = udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
    canvas->column = canvas->width;
    udpi_canvas_end_row(canvas);
}

/* Keeps the row that begins at `start` in the sink. */
static void keep_edge(const struct udpi_canvas *canvas, struct udpi_edge *edge, size_t start) {
    edge->size = canvas->sink->used - start;
    memcpy(edge->bytes, canvas->sink->bytes + start, edge->size);
}

static void draw_kept(struct udpi_canvas *canvas, const struct udpi_edge *edge) {
    char *at = udpi_sink_reserve(canvas->sink, sizeof edge->bytes);
    udpi_sink_commit(canvas->sink, append(at, edge->bytes, edge->size));
}

/* The title that fits into `room` columns, or the shortest; its size in *size. */
static const char *choose_title(const struct udpi_caption *caption, size_t room, size_t *size) {
    const char *title = "";
    for (unsigned i = 0; i < 3 && caption->titles[i]; i++) {
        title = caption->titles[i];
        *size = strlen(title);
        if (*size <= room)
            return title;
    }
    return title;
}

/* Writes "─ title ─── right ─" for the `columns` between two corners. */
static char *append_caption(const struct udpi_canvas *canvas, char *at, const struct udpi_caption *caption,
                            unsigned columns, bool has_mark) {
    const struct udpi_glyph *mark = &canvas->glyphs->inside;
    size_t room = columns + 2 - CAPTION_FRAME - (has_mark ? mark->columns + 1U : 0);
    size_t right = strlen(caption->right);
    size_t title_size = 0;
    const char *title = choose_title(caption, right < room ? room - right : 0, &title_size);
    bool has_right = title_size + right <= room;
    if (title_size > room)
        title_size = room;
    at = append_rule(canvas, at, 1);
    *at++ = ' ';
    if (has_mark) {
        at = udpi_canvas_write_glyph(at, mark);
        *at++ = ' ';
    }
    at = append(at, title, title_size);
    *at++ = ' ';
    unsigned rest = (unsigned)(room - title_size);
    if (!has_right)
        return append_rule(canvas, at, rest + 4);
    at = append_rule(canvas, at, rest - (unsigned)right + 1);
    *at++ = ' ';
    at = append(at, caption->right, right);
    *at++ = ' ';
    return append_rule(canvas, at, 1);
}

static char *append_border(const struct udpi_canvas *canvas, char *at, const char *ink) {
    at = udpi_canvas_write_ink(canvas, at, ink);
    at = udpi_canvas_write_glyph(at, &canvas->glyphs->vertical);
    return udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
}

/* "│ " behind the borders on the left, " │" before those on the right. */
static void write_sides(struct udpi_canvas *canvas, unsigned depth, const char *ink) {
    const struct udpi_sides *outer = &canvas->sides[depth];
    struct udpi_sides *sides = &canvas->sides[depth + 1];
    char *at = append_border(canvas, append(sides->left, outer->left, outer->left_size), ink);
    *at++ = ' ';
    sides->left_size = (size_t)(at - sides->left);
    char *right = sides->right + UDPI_CANVAS_WIDEST;
    *right = ' ';
    at = append(append_border(canvas, right + 1, ink), outer->right + UDPI_CANVAS_WIDEST, outer->right_size);
    sides->right_size = (size_t)(at - right);
    sides->ink = ink;
    sides->fill = canvas->width;
}

/* The lower edge of a box that takes `columns`, before those of the boxes around it. */
static void write_bottom(struct udpi_canvas *canvas, unsigned depth, const char *ink, unsigned columns) {
    const struct udpi_sides *outer = &canvas->sides[depth];
    char edge[UDPI_CANVAS_EDGE_SIZE];
    char *at = udpi_canvas_write_ink(canvas, append(edge, outer->left, outer->left_size), ink);
    at = udpi_canvas_write_glyph(at, &canvas->glyphs->bottom_left);
    at = udpi_canvas_write_glyph(append_rule(canvas, at, columns - 2), &canvas->glyphs->bottom_right);
    at = udpi_canvas_write_ink(canvas, at, udpi_palette_normal);
    at = append(at, outer->right + UDPI_CANVAS_WIDEST, outer->right_size);
    canvas->bottom_starts[depth + 1] = canvas->bottom_starts[depth] - (at - edge);
    append(canvas->bottom_starts[depth + 1], edge, (size_t)(at - edge));
}

/* What lies further in is no longer that of these boxes. */
__attribute__((cold)) static void change_box(struct udpi_canvas *canvas, unsigned depth, const char *ink) {
    write_sides(canvas, depth, ink);
    write_bottom(canvas, depth, ink, canvas->width + UDPI_CANVAS_BORDERS);
    canvas->known_depth = depth + 1;
    for (unsigned i = depth + 1; i < UDPI_CANVAS_MAX_DEPTH; i++)
        canvas->tops[i].size = 0;
}

static inline void enter_box(struct udpi_canvas *canvas, const char *ink) {
    unsigned depth = canvas->depth;
    set_depth(canvas, depth + 1);
    if (depth >= canvas->known_depth || canvas->current->ink != ink)
        change_box(canvas, depth, ink);
}

/* A line across the innermost box, from border to border. */
static void draw_parting(struct udpi_canvas *canvas, const struct udpi_caption *caption) {
    set_depth(canvas, canvas->depth - 1);
    const char *ink = canvas->sides[canvas->depth + 1].ink;
    char *at = begin_edge(canvas, ink, &canvas->glyphs->tee_left);
    at = udpi_canvas_write_ink(canvas, at, caption->key.ink);
    at = append_caption(canvas, at, caption, canvas->width - 2, caption->is_inside);
    end_edge(canvas, udpi_canvas_write_ink(canvas, at, ink), &canvas->glyphs->tee_right);
    enter_box(canvas, ink);
}

static void draw_top(struct udpi_canvas *canvas, const struct udpi_caption *caption, const char *ink) {
    struct udpi_edge *edge = &canvas->tops[canvas->depth];
    char *at = begin_edge(canvas, ink, &canvas->glyphs->top_left);
    size_t start = canvas->sink->used;
    at = append_caption(canvas, at, caption, canvas->width - 2, false);
    end_edge(canvas, at, &canvas->glyphs->top_right);
    edge->key = caption->key;
    keep_edge(canvas, edge, start);
}

/* Without colour all borders are the same. */
static const char *choose_ink(const struct udpi_canvas *canvas, const struct udpi_edge_key *key) {
    return canvas->has_color ? key->ink : NULL;
}

static bool has_room(const struct udpi_canvas *canvas) {
    return canvas->width >= canvas->least + UDPI_CANVAS_BORDERS;
}

bool udpi_canvas_reopen_box(struct udpi_canvas *canvas, const struct udpi_edge_key *key) {
    const struct udpi_edge *edge = &canvas->tops[canvas->depth];
    bool is_same = edge->key.subject == key->subject && edge->key.ink == key->ink && edge->key.right == key->right;
    if (!has_room(canvas) || edge->size == 0 || !is_same)
        return false;
    udpi_canvas_end_row(canvas);
    draw_kept(canvas, edge);
    enter_box(canvas, choose_ink(canvas, key));
    return true;
}

void udpi_canvas_open_box(struct udpi_canvas *canvas, const struct udpi_caption *caption) {
    udpi_canvas_end_row(canvas);
    if (!has_room(canvas)) {
        draw_parting(canvas, caption);
        return;
    }
    const char *ink = choose_ink(canvas, &caption->key);
    draw_top(canvas, caption, ink);
    enter_box(canvas, ink);
}

void udpi_canvas_close_boxes(struct udpi_canvas *canvas, unsigned depth) {
    udpi_canvas_end_row(canvas);
    if (canvas->depth <= depth)
        return;
    const char *start = canvas->bottom_starts[canvas->depth];
    udpi_sink_write(canvas->sink, start, (size_t)(canvas->bottom_starts[depth] - start));
    set_depth(canvas, depth);
}

/* --- text --------------------------------------------------------------------------------------------------------- */

static bool is_ascii(const char *text, size_t size) {
    uint64_t all = 0, word = 0;
    for (; size >= sizeof word; text += sizeof word, size -= sizeof word) {
        memcpy(&word, text, sizeof word);
        all |= word;
    }
    for (; size > 0; size--)
        all |= (uint8_t)*text++;
    return (all & UINT64_C(0x8080808080808080)) == 0;
}

bool udpi_canvas_is_text(const struct udpi_canvas *canvas, const uint8_t *bytes, size_t count) {
    return udpi_text_is_clean(bytes, count) && (canvas->has_unicode || is_ascii((const char *)bytes, count));
}

unsigned udpi_canvas_measure(const char *text, size_t size) {
    if (is_ascii(text, size))
        return (unsigned)size;
    const uint8_t *at = (const uint8_t *)text, *end = at + size;
    unsigned columns = 0;
    while (at < end) {
        unsigned width = 1;
        size_t taken = *at < 0x80 ? 1 : udpi_unicode_printable(at, (size_t)(end - at), &width);
        at += taken ? taken : 1;
        columns += width;
    }
    return columns;
}

/* Bytes of whole characters at `text` that take at most `columns`; the columns they take in *taken. */
static size_t cut_word(const char *text, size_t size, unsigned columns, unsigned *taken) {
    size_t used = 0;
    *taken = 0;
    while (used < size) {
        unsigned width = 1;
        size_t length = udpi_unicode_printable((const uint8_t *)text + used, size - used, &width);
        if (*taken + width > columns)
            break;
        used += length ? length : 1;
        *taken += width;
    }
    return used;
}

static size_t find_space(const char *text, size_t from, size_t size) {
    while (from < size && text[from] != ' ')
        from++;
    return from;
}

void udpi_canvas_flow(struct udpi_canvas *canvas, const char *ink, const char *text, size_t size) {
    if (!canvas->is_in_row)
        udpi_canvas_begin_row(canvas);
    while (size > 0) {
        unsigned columns = udpi_canvas_measure(text, size);
        if (columns <= udpi_canvas_left(canvas)) {
            udpi_canvas_put(canvas, ink, text, size, columns);
            return;
        }
        size_t spaces = 0;
        while (spaces < size && text[spaces] == ' ')
            spaces++;
        size_t end = find_space(text, spaces, size);
        columns = (unsigned)spaces + udpi_canvas_measure(text + spaces, end - spaces);
        if (columns > udpi_canvas_left(canvas) && canvas->column > canvas->indent) {
            udpi_canvas_break_row(canvas);
            text += spaces;
            size -= spaces;
            continue;
        }
        if (columns > udpi_canvas_left(canvas))
            end = cut_word(text, end, udpi_canvas_left(canvas), &columns);
        udpi_canvas_put(canvas, ink, text, end, columns);
        text += end;
        size -= end;
    }
}

/* A byte of a longer character is not valid alone, and so is escaped. */
static char *escape_ascii(char *at, const uint8_t *bytes, size_t count, size_t columns, size_t *taken) {
    const char *start = at;
    size_t one = 1;
    for (*taken = 0; *taken < count && one > 0; *taken += one)
        at = udpi_escape_terminal(at, bytes + *taken, 1, columns - (size_t)(at - start), &one);
    return at;
}

char *udpi_canvas_escape(const struct udpi_canvas *canvas, char *at, struct udpi_span *span, unsigned columns) {
    size_t limit = 4 * (size_t)columns;
    size_t count = span->count < limit ? span->count : limit;
    size_t taken;
    if (canvas->has_unicode)
        at = udpi_escape_terminal(at, span->bytes, count, columns, &taken);
    else
        at = escape_ascii(at, span->bytes, count, columns, &taken);
    span->bytes += taken;
    span->count -= taken;
    return at;
}

char *udpi_canvas_write_bytes(char *at, uint32_t count) {
    at = udpi_format_uint(at, count);
    return append(at, " bytes", count == 1 ? 5 : 6);
}
