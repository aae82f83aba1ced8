/*
 * An allocator that refuses, for LD_PRELOAD: malloc(3) and its kin give NULL and ENOMEM when the environment says so.
 *
 *     REFUSE=N               the N-th allocation is refused, counted from 1; 0 for none
 *     REFUSE=N,forever       that one and all behind it
 *     REFUSE_NOT=NAME,NAME   but not what these library functions allocate when the program calls them
 *     REFUSE_REPORT=FILE     says afterwards how many allocations there were, where they were asked for, and who was
 *                            refused first; the file is there, of REPORT_SIZE bytes
 *
 * What the loader allocates before the program begins does not count.
 */
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

enum {
    REPORT_SIZE = 1 << 20,
    NAME_SIZE = 120,
    MOST_FRAMES = 64,
    OWN_FRAMES = 2 /* at least: what asks who is asking */
};
enum { MOST_PLACES = (REPORT_SIZE - NAME_SIZE) / sizeof(uint64_t) - 1 };

struct report {
    _Atomic uint64_t count;
    char refused[NAME_SIZE]; /* a library function, or "" for the program itself */
    uint64_t
        places[MOST_PLACES]; /* with REFUSE=0, of each: the same number for the same stack of calls; 0 for REFUSE_NOT */
};

_Static_assert(sizeof(struct report) == REPORT_SIZE, "a reader elsewhere knows it");

/* A preloaded library has no other place for what it knows than variables. */
static struct report own_report;
static struct report *report = &own_report;
static const char *spared;
static uintptr_t program_start, program_end;
static uint64_t first;
static bool is_forever, is_counting, has_refused;
static _Thread_local bool is_asking;

/* Those of the C library itself, under the names that stay where malloc is replaced. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

/* --- the start ---------------------------------------------------------------------------------------------------- */

/* Mapped, as the program may have given up by then to open or write files, or may be killed. */
static void open_report(const char *path) {
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *mapped = file < 0 ? MAP_FAILED : mmap(NULL, REPORT_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED)
        report = mapped;
    if (file >= 0)
        close(file);
}

/* The first object is the program. */
static int take_program(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size, (void)context;
    program_start = UINTPTR_MAX;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + part->p_vaddr, end = start + part->p_memsz;
        if (part->p_type != PT_LOAD)
            continue;
        program_start = start < program_start ? start : program_start;
        program_end = end > program_end ? end : program_end;
    }
    return 1;
}

__attribute__((constructor)) static void start(void) {
    const char *wanted = getenv("REFUSE");
    char *end = NULL;
    void *frame;
    first = wanted ? strtoull(wanted, &end, 10) : 0;
    is_forever = end && strcmp(end, ",forever") == 0;
    spared = getenv("REFUSE_NOT");
    open_report(getenv("REFUSE_REPORT"));
    dl_iterate_phdr(take_program, NULL);
    backtrace(&frame, 1);   /* the first call loads a library */
    unsetenv("LD_PRELOAD"); /* what the program starts is not the program */
    is_counting = true;
}

/* --- who asks ----------------------------------------------------------------------------------------------------- */

static bool is_program(const void *place) {
    return (uintptr_t)place >= program_start && (uintptr_t)place < program_end;
}

/* In its program or library, which may be elsewhere the next time. */
static uint64_t find_offset(const void *place) {
    Dl_info info;
    const char *base = dladdr(place, &info) ? info.dli_fbase : NULL;
    return (uintptr_t)place - (uintptr_t)base;
}

/* Who asks for memory. */
struct asker {
    const char *name; /* the library function that the program has called; "" for the program itself */
    uint64_t place;
};

static struct asker find_asker(const void *caller) {
    void *frames[MOST_FRAMES];
    Dl_info info;
    struct asker asker = {.name = ""};
    int count = backtrace(frames, MOST_FRAMES), i = OWN_FRAMES;
    for (int k = OWN_FRAMES; k < count && first == 0; k++) /* it takes its time, and later nobody looks at it */
        asker.place = (asker.place ^ find_offset(frames[k])) * UINT64_C(0x100000001b3); /* as FNV does */
    while (i < count && !is_program(frames[i]))
        i++;
    if (!is_program(caller) && i < count && dladdr((char *)frames[i - 1] - 1, &info) && info.dli_sname)
        asker.name = info.dli_sname;
    return asker;
}

static bool is_spared(const char *asker) {
    size_t length = strlen(asker);
    for (const char *at = length > 0 ? spared : NULL; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, asker, length) == 0 && (at[length] == ',' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* In a function of its own for a debugger to stop at. */
__attribute__((noinline)) static bool refuse(const char *asker) {
    if (!has_refused)
        strncpy(report->refused, asker, sizeof report->refused - 1);
    has_refused = true;
    errno = ENOMEM;
    return true;
}

static bool is_refused(const void *caller) {
    if (!is_counting || is_asking)
        return false;
    is_asking = true; /* not for what it allocates itself */
    uint64_t number = atomic_fetch_add(&report->count, 1) + 1;
    bool is_listed = first == 0 && number <= MOST_PLACES;
    bool is_due = first > 0 && (is_forever ? number >= first : number == first);
    if (is_listed || is_due) {
        struct asker asker = find_asker(caller);
        bool is_excepted = is_spared(asker.name);
        if (is_listed && !is_excepted)
            report->places[number - 1] = asker.place;
        is_due = is_due && !is_excepted && refuse(asker.name);
    }
    is_asking = false;
    return is_due;
}

/* --- the allocator ------------------------------------------------------------------------------------------------ */

EXPORTED void *malloc(size_t size) {
    return is_refused(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

EXPORTED void *calloc(size_t count, size_t size) {
    return is_refused(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

EXPORTED void *realloc(void *old, size_t size) {
    return is_refused(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

EXPORTED void *reallocarray(void *old, size_t count, size_t size) {
    size_t all;
    bool is_too_much = __builtin_mul_overflow(count, size, &all);
    if (is_too_much)
        errno = ENOMEM;
    return is_too_much || is_refused(__builtin_return_address(0)) ? NULL : __libc_realloc(old, all);
}

EXPORTED void *aligned_alloc(size_t alignment, size_t size) {
    return is_refused(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
}

EXPORTED int posix_memalign(void **place, size_t alignment, size_t size) {
    *place = is_refused(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
    return *place ? 0 : ENOMEM;
}
