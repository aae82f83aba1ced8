#include "render/palette.h"

/* Of the 256 colours: middle tones, which stand out on black and on white, and differ from their neighbours in hue. */
static const char *const layers[] = {
    "\033[38;5;33m",  /* blue */
    "\033[38;5;172m", /* orange */
    "\033[38;5;35m",  /* green */
    "\033[38;5;169m", /* pink */
    "\033[38;5;37m",  /* teal */
    "\033[38;5;105m", /* violet */
    "\033[38;5;136m", /* ochre */
};

const char udpi_palette_normal[] = "\033[0m";
const char udpi_palette_dim[] = "\033[2m";
const char udpi_palette_explanation[] = "\033[3m"; /* italic */
const char udpi_palette_warning[] = "\033[1;31m";

const char *udpi_palette_layer(unsigned index) {
    return layers[index % (sizeof layers / sizeof *layers)];
}
