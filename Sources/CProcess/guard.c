#define _GNU_SOURCE
#include "cprocess.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// A handler, unlike SIG_IGN, is not inherited by the program: it decides for itself.
static void keep_waiting(int signal) { (void)signal; }

static int start_beside_us(pid_t *pid, char *const arguments[]) {
  posix_spawn_file_actions_t actions;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  error = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  if (!error) error = posix_spawnp(pid, arguments[0], &actions, NULL, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

static int end_as(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFSIGNALED(status)) return WEXITSTATUS(status);
  signal(WTERMSIG(status), SIG_DFL);
  raise(WTERMSIG(status));
  return 128 + WTERMSIG(status);  // a signal that does not end us, as SIGCHLD
}

int process_guard(char *const arguments[], int *error) {
  signal(SIGTERM, keep_waiting);
  unsetenv("ORTHOSWEEP_LIFELINE");
  pid_t pid = 0;
  *error = start_beside_us(&pid, arguments);
  if (*error) return -1;
  struct pollfd ends[2] = {
      {.fd = process_descriptor(pid), .events = POLLIN}, {.fd = 0, .events = POLLIN}};
  for (;;) {
    // Without a descriptor for the process (kernels before 5.3) its end is looked for.
    int timeout = ends[0].fd < 0 ? 100 : -1;
    if (poll(ends, 2, timeout) < 0 && errno != EINTR) return end_as(pid);
    if (process_has_ended(pid)) return end_as(pid);
    if (ends[1].revents) {
      char byte;
      ssize_t count = read(0, &byte, 1);
      if (count == 0) kill(0, SIGKILL);
      if (count < 0 && errno != EINTR && errno != EAGAIN) ends[1].fd = -1;
    }
  }
}
