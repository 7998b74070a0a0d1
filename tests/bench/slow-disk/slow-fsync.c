/*
 * A slower disk for one process: every sync takes SLOW_FSYNC_US microseconds longer. Preloaded into what is measured
 * (see slow-disk.ts); only sync calls are touched.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_for_the_disk(void) {
  static long micros = -1;
  if (micros < 0) {
    const char *setting = getenv("SLOW_FSYNC_US");
    micros = setting == NULL ? 0 : atol(setting);
  }
  struct timespec pause = {micros / 1000000, (micros % 1000000) * 1000};
  nanosleep(&pause, NULL);
}

int fsync(int descriptor) {
  static int (*real)(int);
  if (real == NULL) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  wait_for_the_disk();
  return real(descriptor);
}

int fdatasync(int descriptor) {
  static int (*real)(int);
  if (real == NULL) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  wait_for_the_disk();
  return real(descriptor);
}
