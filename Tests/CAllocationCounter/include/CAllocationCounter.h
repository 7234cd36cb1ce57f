// Counts the calls of malloc's family, on all threads of a program that links this.
#ifndef NNC_ALLOCATION_COUNTER_H
#define NNC_ALLOCATION_COUNTER_H

#include <stdbool.h>

/// Whether calls can be counted: not under a sanitizer, which brings its own malloc.
bool nnc_allocation_counter_works(void);

/// Starts to count from zero.
void nnc_allocation_counter_start(void);

/// Stops; the number of calls since the start.
long nnc_allocation_counter_stop(void);

#endif
