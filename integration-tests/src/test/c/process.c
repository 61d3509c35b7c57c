/*
 * A process with known memory, descriptors, threads and I/O, for the snapshots.
 *
 *   process DIRECTORY MEBIBYTES SHARED_MEBIBYTES DESCRIPTORS THREADS NAPS BYTES
 *
 * Touches private and shared anonymous memory, opens descriptors up to a number, starts threads (the number includes
 * the first) that sleep NAPS times each, writes and reads a file, prints "ready", and then idles until its input ends, so
 * that its files in /proc do not change.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define MEBIBYTE (1UL << 20)

static int naps;
static pthread_barrier_t rested;

static void touch(size_t mebibytes, int sharing)
{
    size_t size = mebibytes * MEBIBYTE;
    char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED)
        err(1, "mmap");
    memset(memory, 1, size);
}

static void *nap(void *unused)
{
    struct timespec short_while = {.tv_nsec = 1000};

    for (int i = 0; i < naps; i++)
        nanosleep(&short_while, NULL);
    pthread_barrier_wait(&rested);
    if (unused)
        return NULL;
    for (;;)
        pause();
}

static void transfer(const char *directory, size_t bytes)
{
    char path[4096];
    char *buffer = malloc(bytes);

    snprintf(path, sizeof(path), "%s/transferred", directory);
    int file = open(path, O_CREAT | O_TRUNC | O_RDWR, 0600);

    if (!buffer || file < 0)
        err(1, "%s", path);
    memset(buffer, 1, bytes);
    if (write(file, buffer, bytes) != (ssize_t)bytes || fsync(file) || pread(file, buffer, bytes, 0) != (ssize_t)bytes)
        err(1, "%s", path);
    close(file);
    free(buffer);
}

int main(int argc, char **argv)
{
    if (argc != 8)
        errx(2, "usage: process DIRECTORY MEBIBYTES SHARED_MEBIBYTES DESCRIPTORS THREADS NAPS BYTES");
    int descriptors = atoi(argv[4]), threads = atoi(argv[5]);
    char input;

    naps = atoi(argv[6]);
    transfer(argv[1], strtoul(argv[7], NULL, 10));
    touch(strtoul(argv[2], NULL, 10), MAP_PRIVATE);
    touch(strtoul(argv[3], NULL, 10), MAP_SHARED);
    while (dup(0) < descriptors - 1)
        ;
    pthread_attr_t small;

    /* locking would populate whole stacks */
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 64 << 10);
    pthread_barrier_init(&rested, NULL, threads);
    for (int i = 1; i < threads; i++) {
        pthread_t thread;

        if (pthread_create(&thread, &small, nap, NULL))
            errx(1, "cannot start thread %d", i);
    }
    nap(&rested);
    /* unlocked pages may be reclaimed */
    if (mlockall(MCL_CURRENT))
        err(1, "mlockall");
    puts("ready");
    fflush(stdout);
    return read(0, &input, 1) < 0;
}
