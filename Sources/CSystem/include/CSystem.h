// The few calls that Swift cannot make by itself: futexes, the spin hint, thread affinity and the
// processor's flush-to-zero mode.  All are `static inline`, so this module has no code of its own.
#ifndef NNC_CSYSTEM_H
#define NNC_CSYSTEM_H

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Sleeps until `*word` is no longer `expected` or a wake arrives.
static inline void nnc_futex_wait(const uint32_t *word, uint32_t expected) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, 0, 0, 0);
}

/// Wakes up to `count` threads that sleep on `word`.
static inline void nnc_futex_wake(const uint32_t *word, int count) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, 0, 0, 0);
}

/// Tells the processor that this is a spin loop.
static inline void nnc_spin_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Treats subnormal floats as zero on this thread, as operands and as results; without it a
/// network whose gradients die out runs many times slower.
static inline void nnc_flush_subnormals_to_zero(void) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() | 0x8040);
#elif defined(__aarch64__)
  uint64_t fpcr;
  __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
  __asm__ volatile("msr fpcr, %0" : : "r"(fpcr | (1ull << 24)));
#endif
}

#endif
