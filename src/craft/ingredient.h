/* The value of one field in the notation. */
#ifndef UDPI_CRAFT_INGREDIENT_H
#define UDPI_CRAFT_INGREDIENT_H

#include "craft/lexer.h"
#include "craft/recipe.h"

/*
 * Reads the value at the current token as the field's type wants it, and the token behind it. A number may be given by
 * its name, a unit must divide it, and it must fit into the field's bits. Bytes are appended to recipe->bytes;
 * ingredient->field is left alone.
 */
enum udpi_status udpi_ingredient_parse(struct udpi_lexer *lexer, const struct udpi_field *field,
                                       struct udpi_recipe *recipe, struct udpi_ingredient *ingredient);

/* Writes the value so that it is read again as the same. */
void udpi_ingredient_write(const struct udpi_recipe *recipe, const struct udpi_field *field,
                           const struct udpi_ingredient *ingredient, struct udpi_sink *sink);

#endif
