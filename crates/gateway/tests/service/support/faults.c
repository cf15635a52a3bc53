/* Loaded before the system's library, it makes a disk slow, failing or read-only and a clock wrong, as the five numbers in
   the file that FAULTS names say: milliseconds before each sync, whether a sync fails, seconds by which the clock of the day
   is off, seconds by which the clock that only runs ahead is off, and whether files can be read only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static volatile const int64_t *faults;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTS");
    int file = path ? open(path, O_RDONLY) : -1;
    if (file < 0) return;
    void *there = mmap(NULL, 5 * sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (there != MAP_FAILED) faults = there;
}

static int sync_with_faults(const char *name, int file) {
    if (faults && faults[0]) {
        struct timespec wait = {faults[0] / 1000, faults[0] % 1000 * 1000000};
        nanosleep(&wait, NULL);
    }
    if (faults && faults[1]) {
        errno = EIO;
        return -1;
    }
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    return real(file);
}

int fsync(int file) { return sync_with_faults("fsync", file); }

int fdatasync(int file) { return sync_with_faults("fdatasync", file); }

/* As Linux does when a disk has failed: what is open stays open, and every write is refused. */
static int is_refused(int file) {
    struct stat about;
    if (!faults || !faults[4] || fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) return 0;
    errno = EROFS;
    return 1;
}

ssize_t write(int file, const void *bytes, size_t count) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    return is_refused(file) ? -1 : real(file, bytes, count);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
    return is_refused(file) ? -1 : real(file, bytes, count, at);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { return pwrite64(file, bytes, count, at); }

int open64(const char *path, int flags, ...) {
    static int (*real)(const char *, int, ...);
    if (!real) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open64");
    if (faults && faults[4] && (flags & (O_CREAT | O_WRONLY | O_RDWR | O_TRUNC))) {
        errno = EROFS;
        return -1;
    }
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return real(path, flags, mode);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(clock, now);
    if (done == 0 && faults) {
        if (clock == CLOCK_REALTIME) now->tv_sec += faults[2];
        if (clock == CLOCK_MONOTONIC) now->tv_sec += faults[3];
    }
    return done;
}
