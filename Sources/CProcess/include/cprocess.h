#pragma once
// As few headers as can be, and no _GNU_SOURCE: with it unistd.h declares "environ", which clashes
// with Glibc.environ in Swift.
#include <stdint.h>
#include <sys/types.h>

/// How a process ended, and what it used.
struct process_ending {
  /// The exit status; -1 if a signal ended it.
  int status;
  /// The signal; 0 if it exited.
  int signal;
  double processor_seconds;
  int64_t peak_memory_bytes;
};

/// Starts a program in a session of its own, with default signals, our niceness and the three
/// descriptors only.
/// `arguments` and `environment` end with NULL; `folder` may be NULL.
/// Returns 0, or the errno value of what failed: the folder, the program, or the fork.
int process_start(
    pid_t *pid, char *const arguments[], char *const environment[], const char *folder,
    int input, int output, int errors);

/// A descriptor that becomes readable when the process ends; -1 where the kernel has none.
int process_descriptor(pid_t pid);

/// Whether the process has ended; leaves it to be reaped, so that its ID stays its own.
int process_has_ended(pid_t pid);

/// Reaps an ended process. Returns 0, or an errno value.
int process_reap(pid_t pid, struct process_ending *ending);

/// A pipe whose ends no program inherits and neither of which is a standard descriptor: ends[0] is
/// read (blocking if `reader_blocks`), ends[1] is written. Returns 0, or an errno value.
int process_pipe(int ends[2], int reader_blocks);

/// A file without a name, in memory only, that no program inherits by itself and that is written
/// and read. Returns a descriptor, or -1 with errno set.
int process_memory_file(void);

/// Starts a program in our own process group, without our life line, and waits for its end; when
/// standard input ends before it, kills the whole group, ourselves included.
/// Returns the program's exit status, or ends by its signal; -1 with `error` set to an errno value
/// if it cannot be started.
int process_guard(char *const arguments[], int *error);
