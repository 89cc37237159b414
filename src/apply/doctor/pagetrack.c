/*
 * pagetrack REPORT FILE [--range START LENGTH] -- PROGRAM ARGS...
 *
 * Runs a program and notes the order in which it first touches the pages of FILE through a memory mapping.
 * Once the mapping is there, all access to it is taken away; every fault inside it is one page, which is noted
 * and given back. Exact for user-space access by any thread; access from inside the kernel (a system call that
 * reads the mapping) fails with EFAULT instead and would change the program's output, so compare that.
 *
 * With --range the pages are those of an address range of PROGRAM itself, which is mapped when it starts: a section of an
 * executable at a fixed address.
 *
 * REPORT: first line the number of pages, then one page index a line. Linux on x86-64.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096UL

struct mapping {
  uint64_t start, length;
  uint64_t syscall_instruction; /* where the tracee has one that we can borrow */
  unsigned char *touched;
  long *order;
  long count;
};

static void fail(const char *what) {
  fprintf(stderr, "pagetrack: %s: %s\n", what, strerror(errno));
  exit(125);
}

/* Has the stopped thread execute mprotect by its own syscall instruction; its registers are as before afterwards. */
static void protect(pid_t thread, const struct mapping *map, uint64_t at, uint64_t length, int access) {
  struct user_regs_struct saved, regs;
  int status;
  if (ptrace(PTRACE_GETREGS, thread, 0, &saved) < 0) fail("getregs");
  regs = saved;
  regs.rax = SYS_mprotect;
  regs.orig_rax = (uint64_t)-1;
  regs.rdi = at;
  regs.rsi = length;
  regs.rdx = (uint64_t)access;
  regs.rip = map->syscall_instruction;
  if (ptrace(PTRACE_SETREGS, thread, 0, &regs) < 0) fail("setregs");
  do {
    if (ptrace(PTRACE_SINGLESTEP, thread, 0, 0) < 0) fail("singlestep");
    if (waitpid(thread, &status, __WALL) < 0 || !WIFSTOPPED(status)) fail("the program ended inside a step");
  } while (WSTOPSIG(status) != SIGTRAP);
  if (ptrace(PTRACE_GETREGS, thread, 0, &regs) < 0) fail("getregs");
  if (regs.rax != 0) {
    errno = (int)-(int64_t)regs.rax;
    fail("mprotect in the program");
  }
  saved.orig_rax = (uint64_t)-1; /* no system call is to be restarted */
  if (ptrace(PTRACE_SETREGS, thread, 0, &saved) < 0) fail("setregs");
}

static int is_file(pid_t thread, long fd, const struct stat *wanted) {
  char path[64];
  struct stat found;
  snprintf(path, sizeof path, "/proc/%d/fd/%ld", (int)thread, fd);
  return stat(path, &found) == 0 && found.st_dev == wanted->st_dev && found.st_ino == wanted->st_ino;
}

/* At the exit of a system call: was it the mapping of our file? Then close it off. */
static void look_for_mapping(pid_t thread, const struct stat *wanted, struct mapping *map) {
  struct user_regs_struct regs;
  if (ptrace(PTRACE_GETREGS, thread, 0, &regs) < 0) return;
  if (regs.orig_rax != SYS_mmap || (int64_t)regs.rax < 0 || (int32_t)regs.r8 < 0) return;
  if (regs.r9 != 0 || !is_file(thread, (long)(int32_t)regs.r8, wanted)) return;
  map->start = regs.rax;
  map->length = (regs.rsi + PAGE - 1) / PAGE * PAGE;
  map->syscall_instruction = regs.rip - 2;
  map->touched = calloc(map->length / PAGE, 1);
  map->order = calloc(map->length / PAGE, sizeof *map->order);
  if (map->touched == NULL || map->order == NULL) fail("calloc");
}

/* At the exit of the first system call of the program: its sections are mapped, and here is an instruction to borrow. */
static void take_range(pid_t thread, uint64_t start, uint64_t length, struct mapping *map) {
  struct user_regs_struct regs;
  if (ptrace(PTRACE_GETREGS, thread, 0, &regs) < 0 || regs.orig_rax == SYS_execve) return;
  map->start = start / PAGE * PAGE;
  map->length = (start + length + PAGE - 1) / PAGE * PAGE - map->start;
  map->syscall_instruction = regs.rip - 2;
  map->touched = calloc(map->length / PAGE, 1);
  map->order = calloc(map->length / PAGE, sizeof *map->order);
  if (map->touched == NULL || map->order == NULL) fail("calloc");
}

/* A fault of ours? Notes the page and opens it. */
static int handle_fault(pid_t thread, struct mapping *map) {
  siginfo_t info;
  if (map->length == 0 || ptrace(PTRACE_GETSIGINFO, thread, 0, &info) < 0) return 0;
  uint64_t at = (uint64_t)info.si_addr;
  if (at < map->start || at >= map->start + map->length) return 0;
  long page = (long)((at - map->start) / PAGE);
  int access = PROT_READ;
  if (!map->touched[page]) {
    map->touched[page] = 1;
    map->order[map->count++] = page;
  } else {
    access |= PROT_WRITE; /* It was opened for reading, so this one writes. */
  }
  protect(thread, map, map->start + (uint64_t)page * PAGE, PAGE, access);
  return 1;
}

int main(int argc, char **argv) {
  struct stat wanted;
  struct mapping map = {0};
  int status, result = 0, closed = 0, entering = 0, ready = 1;
  uint64_t start = 0, length = 0;
  char **command = argv + 4;
  if (argc > 7 && strcmp(argv[3], "--range") == 0) {
    start = strtoull(argv[4], NULL, 0);
    length = strtoull(argv[5], NULL, 0);
    command = argv + 7;
    ready = 0;
  }
  if (command - argv >= argc || strcmp(command[-1], "--") != 0 || (!ready && length == 0)) {
    fprintf(stderr, "usage: pagetrack REPORT FILE [--range START LENGTH] -- PROGRAM ARGS...\n");
    return 125;
  }
  if (stat(argv[2], &wanted) < 0) fail(argv[2]);
  pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    raise(SIGSTOP);
    execvp(command[0], command);
    fail(command[0]);
  }
  if (waitpid(child, &status, 0) < 0) fail("waitpid");
  if (ptrace(PTRACE_SETOPTIONS, child, 0,
             PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL) < 0)
    fail("setoptions");
  if (ptrace(PTRACE_SYSCALL, child, 0, 0) < 0) fail("syscall");
  for (;;) {
    pid_t thread = waitpid(-1, &status, __WALL);
    int signal = 0;
    if (thread < 0) break;
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      if (thread == child) result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      continue;
    }
    if (WSTOPSIG(status) == (SIGTRAP | 0x80)) {
      /* Only the main thread loads files, and it does so before others are of interest. */
      if (thread == child && !closed) {
        entering = !entering;
        if (!entering && length == 0) look_for_mapping(thread, &wanted, &map);
        if (!entering && length != 0 && ready) take_range(thread, start, length, &map);
        if (map.length != 0) {
          protect(thread, &map, map.start, map.length, PROT_NONE);
          closed = 1;
        }
      }
    } else if (status >> 8 == (SIGTRAP | (PTRACE_EVENT_EXEC << 8))) {
      ready = 1;
    } else if (WSTOPSIG(status) == SIGSEGV) {
      if (!handle_fault(thread, &map)) signal = SIGSEGV;
    } else if (WSTOPSIG(status) != SIGTRAP && WSTOPSIG(status) != SIGSTOP) {
      signal = WSTOPSIG(status);
    }
    ptrace(closed ? PTRACE_CONT : PTRACE_SYSCALL, thread, 0, signal);
  }
  if (map.length == 0) {
    fprintf(stderr, "pagetrack: %s was never mapped\n", argv[2]);
    return 125;
  }
  FILE *report = fopen(argv[1], "w");
  if (report == NULL) fail(argv[1]);
  fprintf(report, "%lu\n", (unsigned long)(map.length / PAGE));
  for (long i = 0; i < map.count; i++) fprintf(report, "%ld\n", map.order[i]);
  if (fclose(report) != 0) fail(argv[1]);
  return result;
}
