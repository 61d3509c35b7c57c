#ifndef MEMENDS_H
#define MEMENDS_H

/* Ways to end a process, each in a child; needs the headers of memwork.c. */

#include <signal.h>
#include <sys/wait.h>

static pthread_barrier_t together;

static void *leave_after_leader(void *unused)
{
	/* the main thread becomes a zombie when it exits */
	for (;;) {
		char path[64], state = 0;
		FILE *stat;

		snprintf(path, sizeof(path), "/proc/self/task/%d/stat", getpid());
		stat = fopen(path, "re");
		if (!stat || fscanf(stat, "%*d %*s %c", &state) != 1 || state == 'Z')
			syscall(SYS_exit, 5);
		fclose(stat);
		usleep(1000);
	}
	return unused;
}

static void *leave_at_once(void *unused)
{
	syscall(SYS_exit, 6);
	return unused;
}

static void *leave_together(void *unused)
{
	pthread_barrier_wait(&together);
	syscall(SYS_exit, 7);
	return unused;
}

static void *end_all_together(void *unused)
{
	pthread_barrier_wait(&together);
	syscall(SYS_exit_group, 8);
	return unused;
}

static void *become_another(void *unused)
{
	execl("/proc/self/exe", "memwork", "leave", (char *)NULL);
	return unused;
}

static void *stay(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static void threads(int count, void *(*body)(void *))
{
	pthread_t thread;

	pthread_barrier_init(&together, NULL, count + 1);
	for (int i = 0; i < count; i++)
		pthread_create(&thread, NULL, body, NULL);
}

static void end_plainly(void)
{
	syscall(SYS_exit_group, 3);
}

static void end_by_signal(void)
{
	kill(getpid(), SIGKILL);
	pause();
}

static void leader_first(void)
{
	threads(1, leave_after_leader);
	syscall(SYS_exit, 4);
}

static void leader_last(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, leave_at_once, NULL);
	pthread_join(thread, NULL);
	syscall(SYS_exit, 4);
}

static void all_leave_together(void)
{
	threads(7, leave_together);
	leave_together(NULL);
}

static void all_end_together(void)
{
	threads(7, end_all_together);
	end_all_together(NULL);
}

static void exec_by_thread(void)
{
	threads(1, become_another);
	for (;;)
		pause();
}

static void killed_with_threads(void)
{
	threads(5, stay);
	kill(getpid(), SIGTERM);
	pause();
}

static void (*const ends[])(void) = { end_plainly, end_by_signal, leader_first, leader_last, all_leave_together,
				      all_end_together, exec_by_thread, killed_with_threads };

/* Forks a child for each way, `rounds` times; returns the number of ended processes. */
static int all_ends(int rounds)
{
	int processes = 0;

	for (int round = 0; round < rounds; round++) {
		for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
			pid_t child = fork();
			int status = 0;

			if (!child) {
				ends[i]();
				_exit(99);
			}
			if (waitpid(child, &status, 0) != child)
				return -1;
			processes++;
		}
	}
	return processes;
}

#endif
