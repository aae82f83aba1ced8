/* The value of one field in the notation. */
#ifndef UDPI_CRAFT_INGREDIENT_H
#define UDPI_CRAFT_INGREDIENT_H

#include "craft/lexer.h"
#include "craft/recipe.h"
#include "craft/sweep.h"

/*
 * Reads the value at the current token as the field's type wants it, and the token behind it. A number may be given by
 * its name, a unit must divide it, and it must fit into the field's bits. Bytes are appended to recipe->bytes;
 * ingredient->field is left alone. Where the value is a sweep, *sweep says so (it is UDPI_SWEEP_NONE before), and the
 * ingredient has the first of its values.
 */
enum udpi_status udpi_ingredient_parse(struct udpi_lexer *lexer, const struct udpi_field *field,
                                       struct udpi_recipe *recipe, struct udpi_ingredient *ingredient,
                                       struct udpi_sweep *sweep);

/* Writes the value so that it is read again as the same. */
void udpi_ingredient_write(const struct udpi_recipe *recipe, const struct udpi_field *field,
                           const struct udpi_ingredient *ingredient, struct udpi_sink *sink);

#endif
