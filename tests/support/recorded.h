/* For tests of the recording: a folder of their own, frames to write, and the files that come of them. Include after
   <cmocka.h>. */
#ifndef UDPI_TESTS_RECORDED_H
#define UDPI_TESTS_RECORDED_H

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/recording.h"

enum { MOST_READ = 1 << 20 };

static char folder[32];
static char paths[8][64]; /* of the last calls of path_of: a recording does not copy its path */
static const char *path;  /* of the last one */
static struct udpi_error error;
static uint8_t written[MOST_READ]; /* a file that was read back */
static size_t written_count;

static inline const char *path_of(const char *name) {
    static unsigned next;
    char *made = paths[next++ % 8];
    snprintf(made, sizeof paths[0], "%s/%s", folder, name);
    path = made;
    return path;
}

static inline int make_folder(void **state) {
    (void)state;
    error = (struct udpi_error){0};
    strcpy(folder, "/tmp/test_record.XXXXXX");
    return mkdtemp(folder) ? 0 : 1;
}

static inline int remove_folder(void **state) {
    (void)state;
    DIR *files = opendir(folder);
    if (!files)
        return 1;
    for (struct dirent *entry = readdir(files); entry; entry = readdir(files))
        unlinkat(dirfd(files), entry->d_name, 0);
    closedir(files);
    return rmdir(folder);
}

static inline bool exists(const char *name) {
    return access(path_of(name), F_OK) == 0;
}

static inline off_t size_of(const char *name) {
    struct stat status;
    return stat(path_of(name), &status) == 0 ? status.st_size : -1;
}

static inline void read_back(const char *name) {
    FILE *file = fopen(path_of(name), "rb");
    assert_non_null(file);
    written_count = fread(written, 1, sizeof written, file);
    fclose(file);
}

static inline uint32_t word_at(size_t offset) {
    uint32_t word;
    assert_true(offset + sizeof word <= written_count);
    memcpy(&word, written + offset, sizeof word);
    return word;
}

/* Whether the file has these words, in the byte order of the host, and nothing behind them. */
static inline void check_words(const uint32_t *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (word_at(4 * i) != words[i])
            fail_msg("word %zu is 0x%08x, not 0x%08x", i, word_at(4 * i), words[i]);
    assert_int_equal(written_count, 4 * count);
}

static inline struct udpi_recording *open_recording(const struct udpi_recording_options *options) {
    struct udpi_recording *recording = udpi_recording_open(options, &error);
    if (!recording)
        fail_msg("%s", error.text);
    return recording;
}

static inline void check_end(struct udpi_recording *recording, enum udpi_status status, const char *text) {
    struct udpi_error ending = {0};
    assert_int_equal(udpi_recording_end(recording, &ending), status);
    assert_string_equal(ending.text, text);
    udpi_recording_free(recording);
}

static inline void check_refusal(const struct udpi_recording_options *options, const char *text) {
    struct udpi_error refusal = {0};
    assert_null(udpi_recording_open(options, &refusal));
    assert_string_equal(refusal.text, text);
}

static const uint8_t pattern_bytes[300000] = "abcdefghijklmnopqrstuvwxyz";

/* A frame of Ethernet that begins with the alphabet. */
static inline struct udpi_frame frame_of(uint32_t size, int64_t time) {
    return (struct udpi_frame){
        .bytes = pattern_bytes, .captured = size, .length = size, .time = time, .link_type = 1, .number = 1};
}

#endif
