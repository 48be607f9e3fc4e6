#define _GNU_SOURCE
#include "cprocess.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int process_start(
    pid_t *pid, char *const arguments[], char *const environment[], const char *folder,
    int input, int output, int errors) {
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t actions;
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int error = posix_spawnattr_init(&attributes);
  if (error) return error;
  error = posix_spawn_file_actions_init(&actions);
  if (error) {
    posix_spawnattr_destroy(&attributes);
    return error;
  }
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  // These copy into memory; each fails only without any.
  error = posix_spawn_file_actions_adddup2(&actions, input, 0);
  if (!error) error = posix_spawn_file_actions_adddup2(&actions, output, 1);
  if (!error) error = posix_spawn_file_actions_adddup2(&actions, errors, 2);
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  if (!error && folder) error = posix_spawn_file_actions_addchdir_np(&actions, folder);
  if (!error) {
    error = posix_spawnp(pid, arguments[0], &actions, &attributes, arguments, environment);
  }
  // On Linux niceness belongs to a thread, and the one that spawns may have another than the user
  // gave us (`nice orthosweep run …`): the program gets the main thread's. Where that is not
  // allowed, it keeps what it has.
  if (!error) setpriority(PRIO_PROCESS, (id_t)*pid, getpriority(PRIO_PROCESS, (id_t)getpid()));
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error;
}

// Variadic functions are not imported by Swift; neither are the macros that read a wait status.
int process_descriptor(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int process_has_ended(pid_t pid) {
  siginfo_t information = {0};
  int result = waitid(P_PID, (id_t)pid, &information, WEXITED | WNOHANG | WNOWAIT);
  return result == 0 && information.si_pid == pid;
}

int process_reap(pid_t pid, struct process_ending *ending) {
  int status = 0;
  struct rusage usage;
  while (wait4(pid, &status, 0, &usage) < 0) {
    if (errno != EINTR) return errno;
  }
  ending->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ending->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  ending->processor_seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                              1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  ending->peak_memory_bytes = (int64_t)usage.ru_maxrss * 1024;  // getrusage(2): kibibytes
  return 0;
}

int process_memory_file(void) {
  return (int)syscall(SYS_memfd_create, "orthosweep", 1u);  // MFD_CLOEXEC, memfd_create(2)
}

int process_pipe(int ends[2], int reader_blocks) {
  int fresh[2];
  if (pipe2(fresh, O_CLOEXEC) < 0) return errno;
  ends[0] = fcntl(fresh[0], F_DUPFD_CLOEXEC, 3);
  ends[1] = fcntl(fresh[1], F_DUPFD_CLOEXEC, 3);
  int error = ends[0] < 0 || ends[1] < 0 ? errno : 0;
  if (!error && !reader_blocks && fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0) error = errno;
  close(fresh[0]);
  close(fresh[1]);
  if (!error) return 0;
  if (ends[0] >= 0) close(ends[0]);
  if (ends[1] >= 0) close(ends[1]);
  return error;
}
