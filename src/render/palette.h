/* The colours of layers: the same one for a layer in boxes and in the hex dump. */
#ifndef UDPI_RENDER_PALETTE_H
#define UDPI_RENDER_PALETTE_H

/* The ANSI escape that switches to the colour of the layer with this index, or to the normal colour: constant text. */
const char *udpi_palette_layer(unsigned index);
extern const char udpi_palette_normal[];
extern const char udpi_palette_dim[];
extern const char udpi_palette_explanation[];
extern const char udpi_palette_warning[];

#endif
