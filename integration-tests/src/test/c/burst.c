/*
 * A burst of short-lived processes, each of which executes a program of its own name:
 *
 *   burst PROGRAM PROCESSES CALLS
 *
 * For every byte on standard input, PROCESSES children execute PROGRAM (a link to this file, by the name that is tracked),
 * make CALLS calls of fsync and end with the status 3; then a line says how many did.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Children that run at a time: enough to keep every CPU busy, few enough for a small machine. */
#define AT_ONCE 50

int main(int argc, char **argv)
{
	int processes, right = 0;
	char byte;

	if (argc == 2) {
		for (int i = atoi(argv[1]); i > 0; i--)
			fsync(-1); /* a call that fails is a call */
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
