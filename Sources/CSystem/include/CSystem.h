// The few things that Swift cannot do by itself: futexes, the spin hint, the processors this
// process may use, the processor's flush-to-zero mode, and operations on whole vectors.  All but
// what handles signals are `static inline`.
#ifndef NNC_CSYSTEM_H
#define NNC_CSYSTEM_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Sleeps until a wake arrives, or not at all when `*word` is no longer `expected`.
static inline void nnc_futex_wait(const void *word, uint32_t expected) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, 0, 0, 0);
}

/// Wakes up to `count` threads that sleep on `word`.
static inline void nnc_futex_wake(const void *word, int count) {
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

/// The number of processors that this process may run on.
static inline int nnc_processor_count(void) {
  uint64_t set[128] = {0};
  long bytes = syscall(SYS_sched_getaffinity, 0, sizeof set, set);
  int count = 0;
  for (long i = 0; i < bytes / 8; i++) count += __builtin_popcountll(set[i]);
  return count > 0 ? count : 1;
}

/// The floating-point mode of this thread, for `nnc_set_float_mode`.
static inline uint64_t nnc_float_mode(void) {
#if defined(__x86_64__)
  return __builtin_ia32_stmxcsr();
#elif defined(__aarch64__)
  uint64_t mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  return mode;
#else
  return 0;
#endif
}

/// Sets the floating-point mode of this thread.
static inline void nnc_set_float_mode(uint64_t mode) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr((uint32_t)mode);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(mode));
#endif
}

/// Treats subnormal floats as zero on this thread, as operands and as results; without it a
/// network whose gradients die out runs many times slower.
static inline void nnc_flush_subnormals_to_zero(void) {
#if defined(__x86_64__)
  nnc_set_float_mode(nnc_float_mode() | 0x8040);
#elif defined(__aarch64__)
  nnc_set_float_mode(nnc_float_mode() | (1ull << 24));
#endif
}

/// Has the system end this process when the thread that started it ends.  No other signal is sure to:
/// a process has the signals blocked that the thread which started it had.
static inline void nnc_end_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }

/// Has SIGINT and SIGTERM write `count` bytes of `text`, of which the first 8192 are kept, to
/// standard error before they end this process as they would without it; with `count` 0 they only end
/// it.  A signal that this process was started to ignore stays ignored; one that it was started with
/// blocked is not blocked any more.
void nnc_announce_interruption(const void *text, size_t count);

typedef float nnc_float8 __attribute__((ext_vector_type(8)));
typedef double nnc_double8 __attribute__((ext_vector_type(8)));

/// Square roots of eight floats: Swift's `squareRoot()` takes them one by one, with a test for
/// negative operands each.
static inline nnc_float8 nnc_square_root_float8(nnc_float8 x) {
  return __builtin_elementwise_sqrt(x);
}

/// Square roots of eight doubles.
static inline nnc_double8 nnc_square_root_double8(nnc_double8 x) {
  return __builtin_elementwise_sqrt(x);
}

/// Lanes of `a` where x <= y, of `b` elsewhere: Swift's `replacing(with:where:)` takes lanes one by
/// one, and may compute what is chosen behind a branch for each of them.
static inline nnc_float8 nnc_select_float8(nnc_float8 x, nnc_float8 y, nnc_float8 a, nnc_float8 b) {
  return x <= y ? a : b;
}

/// The same with doubles.
static inline nnc_double8 nnc_select_double8(nnc_double8 x, nnc_double8 y, nnc_double8 a,
                                             nnc_double8 b) {
  return x <= y ? a : b;
}

typedef int32_t nnc_int8 __attribute__((ext_vector_type(8)));

/// Whole numbers as floats: Swift's conversion takes some of the lanes one by one, and with them all
/// that is computed from them.
static inline nnc_float8 nnc_floats8(nnc_int8 x) { return __builtin_convertvector(x, nnc_float8); }

/// The exponents e of positive normal numbers x = m 2^e with m from 1/sqrt 2 to sqrt 2, as floats. The
/// constant is the bits of 1/sqrt 2.
static inline nnc_float8 nnc_exponents8(nnc_float8 x) {
  return __builtin_convertvector(((nnc_int8)x - 0x3F3504F3) >> 23, nnc_float8);
}

/// Their m.
static inline nnc_float8 nnc_mantissas8(nnc_float8 x) {
  return (nnc_float8)((nnc_int8)x - (((nnc_int8)x - 0x3F3504F3) >> 23 << 23));
}

typedef uint64_t nnc_words8 __attribute__((ext_vector_type(8)));
typedef uint64_t nnc_words16 __attribute__((ext_vector_type(16)));

/// a[0], b[0], a[1], b[1] and so on, as shuffles of whole vectors.
static inline nnc_words16 nnc_interleave(nnc_words8 a, nnc_words8 b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
}

#endif
