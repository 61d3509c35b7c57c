/*
 * A burst of short-lived processes that each execute a program:
 *
 *   burst PROGRAM PROCESSES CALLS
 *
 * For every byte on standard input, PROCESSES children execute PROGRAM (a link to this file with the tracked name), call
 * fsync CALLS times and exit with status 3; then prints how many did.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Concurrent children: enough to keep every CPU busy, few enough for a small machine. */
#define AT_ONCE 50

int main(int argc, char **argv)
{
	int processes, right = 0;
	char byte;

	if (argc == 2) {
		for (int i = atoi(argv[1]); i > 0; i--)
			fsync(-1); /* a failing call counts too */
		_exit(3);
	}
	if (argc != 4) {
		fprintf(stderr, "usage: burst PROGRAM PROCESSES CALLS\n");
		return 2;
	}
	processes = atoi(argv[2]);
	while (read(0, &byte, 1) == 1) {
		int started = 0, ended = 0;

		right = 0;
		while (ended < processes) {
			int status;

			if (started < processes && started - ended < AT_ONCE) {
				pid_t child = fork();

				if (child < 0) {
					perror("burst: fork");
					return 1;
				}
				if (child == 0) {
					execl(argv[1], argv[1], argv[3], NULL);
					_exit(127);
				}
				started++;
				continue;
			}
			if (wait(&status) < 0)
				return 1;
			ended++;
			right += WIFEXITED(status) && WEXITSTATUS(status) == 3;
		}
		printf("%d\n", right);
		fflush(stdout);
	}
	return 0;
}
