#include "CSystem.h"

#include <string.h>

static char last_words[8192];
static size_t last_words_count;

// Does only what is safe in a handler: it writes, and sends the signal again, whose default action
// is in force once more, so that whoever started this process sees what ended it.
static void end_with_last_words(int signal) {
  ssize_t written = write(STDERR_FILENO, last_words, last_words_count);
  (void)written;
  raise(signal);
}

static void handle(int signal, void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigaction(signal, NULL, &action);
  if (action.sa_handler == SIG_IGN) return;
  action.sa_handler = handler;
  action.sa_flags = SA_RESETHAND;
  sigaction(signal, &action, NULL);
}

void nnc_announce_interruption(const void *text, size_t count) {
  // The text is not changed while a handler may read it.
  handle(SIGINT, SIG_DFL);
  handle(SIGTERM, SIG_DFL);
  last_words_count = count < sizeof last_words ? count : sizeof last_words;
  if (last_words_count == 0) return;
  memcpy(last_words, text, last_words_count);
  handle(SIGINT, end_with_last_words);
  handle(SIGTERM, end_with_last_words);
  // Who starts a process from a thread that blocks signals, as many libraries' threads do, starts
  // it with these blocked.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}
