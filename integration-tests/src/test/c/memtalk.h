#ifndef MEMTALK_H
#define MEMTALK_H

/* Lines on standard input and output; needs the headers of memwork.c. */

#include <stdarg.h>

static char line[256];
static const char *name; /* the process's name once it is ready; NULL: unchanged */

static void say(const char *format, ...)
{
	static char text[512];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(text, sizeof(text) - 1, format, arguments);
	va_end(arguments);
	text[length] = '\n';
	if (write(1, text, length + 1) != length + 1)
		_exit(1);
}

static void cannot(const char *what)
{
	say("cannot: %s: %s", what, strerror(errno));
	_exit(0);
}

static void ready(void)
{
	if (name && prctl(PR_SET_NAME, name, 0, 0, 0))
		cannot("prctl");
	say("ready");
}

/* Returns the next line of standard input; exits at its end. */
static const char *next_line(void)
{
	size_t length = 0;

	while (length < sizeof(line) - 1 && read(0, line + length, 1) == 1) {
		if (line[length] == '\n') {
			line[length] = 0;
			return line;
		}
		length++;
	}
	_exit(0);
}

#endif
