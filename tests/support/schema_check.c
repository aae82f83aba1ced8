#include "schema_check.h"

#include <regex.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PATTERNS = 256, PATH_SIZE = 512 };

struct pattern {
    const char *text; /* in the schema */
    regex_t regex;
};

struct schema_check {
    cJSON *root;
    size_t pattern_count;
    struct pattern patterns[MAX_PATTERNS];
};

/* Where a value is in the document, and where the first breach is told. */
struct place {
    struct schema_check *check;
    char path[PATH_SIZE];
    char *breach;
    size_t size;
};

static bool fits(struct place *place, const cJSON *schema, const cJSON *value);

static bool fail(struct place *place, const char *what, const char *which) {
    snprintf(place->breach, place->size, "%s: %s%s%s", place->path, what, which ? " " : "", which ? which : "");
    return false;
}

/* Checks a part of the value: `step` is its place in it, as ".key" or "[0]". */
static bool fits_part(struct place *place, const cJSON *schema, const cJSON *part, const char *step) {
    size_t length = strlen(place->path);
    snprintf(place->path + length, sizeof place->path - length, "%s", step);
    bool is_fit = fits(place, schema, part);
    place->path[length] = '\0';
    return is_fit;
}

/* --- keywords: each is given its own value in the schema, and the schema around it -------------------------------- */

/* Up to 2^53: all that a JSON reader is sure to keep. */
static bool is_integer(const cJSON *value) {
    return cJSON_IsNumber(value) && value->valuedouble >= -9007199254740991.0 &&
           value->valuedouble <= 9007199254740991.0 && (double)(int64_t)value->valuedouble == value->valuedouble;
}

static bool has_type(const char *name, const cJSON *value) {
    if (strcmp(name, "integer") == 0)
        return is_integer(value);
    const struct {
        const char *name;
        int type;
    } types[] = {{"object", cJSON_Object}, {"array", cJSON_Array},  {"string", cJSON_String},
                 {"number", cJSON_Number}, {"boolean", cJSON_True}, {"boolean", cJSON_False}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(name, types[i].name) == 0 && (value->type & 0xff) == types[i].type)
            return true;
    return false;
}

static bool check_type(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    return has_type(keyword->valuestring, value) || fail(place, "is no", keyword->valuestring);
}

static bool check_const(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    return cJSON_Compare(keyword, value, true) || fail(place, "is not", keyword->valuestring);
}

static bool check_enum(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    const cJSON *choice;
    cJSON_ArrayForEach(choice, keyword) if (cJSON_Compare(choice, value, true)) return true;
    return fail(place, "is none of the words:", value->valuestring);
}

static bool check_properties(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    if (!cJSON_IsObject(value))
        return true;
    for (const cJSON *member = value->child; member; member = member->next) {
        const cJSON *property = cJSON_GetObjectItemCaseSensitive(keyword, member->string);
        char step[PATH_SIZE];
        snprintf(step, sizeof step, ".%s", member->string);
        if (property && !fits_part(place, property, member, step))
            return false;
    }
    return true;
}

static bool check_additional(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(schema, "properties");
    if (!cJSON_IsFalse(keyword))
        return fail(place, "additionalProperties is not false in the schema", NULL);
    if (!cJSON_IsObject(value))
        return true;
    for (const cJSON *member = value->child; member; member = member->next)
        if (!cJSON_GetObjectItemCaseSensitive(properties, member->string))
            return fail(place, "has the undeclared key", member->string);
    return true;
}

static bool check_required(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    for (const cJSON *key = keyword->child; key && cJSON_IsObject(value); key = key->next)
        if (!cJSON_GetObjectItemCaseSensitive(value, key->valuestring))
            return fail(place, "lacks", key->valuestring);
    return true;
}

static bool check_items(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    if (!cJSON_IsArray(value))
        return true;
    unsigned index = 0;
    for (const cJSON *element = value->child; element; element = element->next, index++) {
        char step[16];
        snprintf(step, sizeof step, "[%u]", index);
        if (!fits_part(place, keyword, element, step))
            return false;
    }
    return true;
}

static bool check_minimum(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    return !cJSON_IsNumber(value) || value->valuedouble >= keyword->valuedouble ||
           fail(place, "is below the minimum", NULL);
}

static bool check_maximum(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    return !cJSON_IsNumber(value) || value->valuedouble <= keyword->valuedouble ||
           fail(place, "is above the maximum", NULL);
}

static bool check_multiple(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    return !is_integer(value) || (int64_t)value->valuedouble % (int64_t)keyword->valuedouble == 0 ||
           fail(place, "is no multiple", NULL);
}

static const regex_t *find_regex(struct schema_check *check, const char *text) {
    for (size_t i = 0; i < check->pattern_count; i++)
        if (strcmp(check->patterns[i].text, text) == 0)
            return &check->patterns[i].regex;
    struct pattern *pattern = &check->patterns[check->pattern_count];
    if (check->pattern_count == MAX_PATTERNS || regcomp(&pattern->regex, text, REG_EXTENDED | REG_NOSUB) != 0)
        return NULL;
    pattern->text = text;
    check->pattern_count++;
    return &pattern->regex;
}

static bool check_pattern(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    if (!cJSON_IsString(value))
        return true;
    const regex_t *regex = find_regex(place->check, keyword->valuestring);
    if (!regex)
        return fail(place, "the schema has a pattern that cannot be compiled:", keyword->valuestring);
    return regexec(regex, value->valuestring, 0, NULL, 0) == 0 || fail(place, "does not match", keyword->valuestring);
}

static bool check_reference(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    static const char prefix[] = "#/$defs/";
    const cJSON *definitions = cJSON_GetObjectItemCaseSensitive(place->check->root, "$defs");
    const char *name =
        strncmp(keyword->valuestring, prefix, strlen(prefix)) == 0 ? keyword->valuestring + strlen(prefix) : "";
    const cJSON *target = cJSON_GetObjectItemCaseSensitive(definitions, name);
    return target ? fits(place, target, value)
                  : fail(place, "the schema refers to what it has not:", keyword->valuestring);
}

static bool check_all(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    for (const cJSON *each = keyword->child; each; each = each->next)
        if (!fits(place, each, value))
            return false;
    return true;
}

static bool check_any(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)schema;
    for (const cJSON *each = keyword->child; each; each = each->next)
        if (fits(place, each, value))
            return true;
    return false; /* the breach is that of the last */
}

static bool check_condition(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    const cJSON *consequence = cJSON_GetObjectItemCaseSensitive(schema, "then");
    return !fits(place, keyword, value) || !consequence || fits(place, consequence, value);
}

static bool check_nothing(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    (void)place, (void)keyword, (void)schema, (void)value;
    return true;
}

/* --- schemas ------------------------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    bool (*check)(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value);
} keywords[] = {
    {"$schema", check_nothing},
    {"$defs", check_nothing},
    {"title", check_nothing},
    {"description", check_nothing},
    {"type", check_type},
    {"const", check_const},
    {"enum", check_enum},
    {"properties", check_properties},
    {"additionalProperties", check_additional},
    {"required", check_required},
    {"items", check_items},
    {"minimum", check_minimum},
    {"maximum", check_maximum},
    {"multipleOf", check_multiple},
    {"pattern", check_pattern},
    {"$ref", check_reference},
    {"allOf", check_all},
    {"anyOf", check_any},
    {"if", check_condition},
    {"then", check_nothing},
};

static bool fits_keyword(struct place *place, const cJSON *keyword, const cJSON *schema, const cJSON *value) {
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strcmp(keyword->string, keywords[i].name) == 0)
            return keywords[i].check(place, keyword, schema, value);
    return fail(place, "the schema has the unknown keyword", keyword->string);
}

static bool has_distinct_keys(struct place *place, const cJSON *value) {
    if (!cJSON_IsObject(value))
        return true;
    for (const cJSON *member = value->child; member; member = member->next)
        if (cJSON_GetObjectItemCaseSensitive(value, member->string) != member)
            return fail(place, "has this key twice:", member->string);
    return true;
}

static bool fits(struct place *place, const cJSON *schema, const cJSON *value) {
    if (!has_distinct_keys(place, value))
        return false;
    for (const cJSON *keyword = schema->child; keyword; keyword = keyword->next)
        if (!fits_keyword(place, keyword, schema, value))
            return false;
    return true;
}

/* --- entry -------------------------------------------------------------------------------------------------------- */

struct schema_check *schema_check_create(const char *text) {
    struct schema_check *check = calloc(1, sizeof *check);
    if (check)
        check->root = cJSON_Parse(text);
    if (check && check->root)
        return check;
    free(check);
    return NULL;
}

void schema_check_free(struct schema_check *check) {
    for (size_t i = 0; i < check->pattern_count; i++)
        regfree(&check->patterns[i].regex);
    cJSON_Delete(check->root);
    free(check);
}

bool schema_check_document(struct schema_check *check, const cJSON *document, char *breach, size_t size) {
    struct place place = {.check = check, .path = "$", .breach = breach, .size = size};
    return fits(&place, check->root, document);
}

bool schema_check_line(struct schema_check *check, const char *line, size_t length, char *breach, size_t size) {
    const char *end = NULL;
    cJSON *document = cJSON_ParseWithLengthOpts(line, length, &end, false);
    bool is_fit = false;
    if (!cJSON_IsObject(document) || end != line + length)
        snprintf(breach, size, "$: is not one JSON object");
    else
        is_fit = schema_check_document(check, document, breach, size);
    cJSON_Delete(document);
    return is_fit;
}
