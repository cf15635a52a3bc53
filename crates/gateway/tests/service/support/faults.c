/* Loaded before the system's library, it makes a disk slow or failing and a clock wrong, as the four numbers in the file
   that FAULTS names say: milliseconds before each sync, whether a sync fails, seconds by which the clock of the day is off,
   and seconds by which the clock that only runs ahead is off. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static volatile const int64_t *faults;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTS");
    int file = path ? open(path, O_RDONLY) : -1;
    if (file < 0) return;
    void *there = mmap(NULL, 4 * sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
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
