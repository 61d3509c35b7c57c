// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
/*
 * load [-v] OBJECT...: loads each program of compiled BPF objects by itself, with every event enabled, and prints a line
 * for each: OBJECT <tab> PROGRAM <tab> SECTION <tab> "ok" or the reason of its rejection. With -v, prints the verifier's
 * whole log to standard error. For kernels without a JVM. Exits with 0 if it could try all programs.
 */
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define LOG_BYTES (16 << 20)
#define RULE_BYTES 8 /* struct observoor_rule */
#define EVERY_EVENT 1 /* OBSERVOOR_ALL */

static char verifier_log[LOG_BYTES];

static int silent(enum libbpf_print_level level, const char *format, va_list arguments)
{
	return 0;
}

/* Enables every event, as the agent does: by constants that the programs see. */
static void enable_events(struct bpf_object *object)
{
	const struct btf *btf = bpf_object__btf(object);
	struct bpf_map *map;
	__s32 section = btf__find_by_name_kind(btf, ".rodata", BTF_KIND_DATASEC);
	size_t size;

	if (section < 0)
		return;
	bpf_object__for_each_map(map, object) {
		char *data = strstr(bpf_map__name(map), ".rodata") ? (char *)bpf_map__initial_value(map, &size) : NULL;
		const struct btf_type *type = btf__type_by_id(btf, section);
		const struct btf_var_secinfo *variable = btf_var_secinfos(type);

		for (int i = 0; data && i < btf_vlen(type); i++, variable++) {
			const char *name = btf__name_by_offset(btf, btf__type_by_id(btf, variable->type)->name_off);

			if (strcmp(name, "observoor_rules") != 0)
				continue;
			for (__u32 at = 0; at < variable->size; at += RULE_BYTES)
				*(__u32 *)(data + variable->offset + at) = EVERY_EVENT;
		}
	}
}

/* Skips maps of kinds that this kernel lacks, as the agent does; only programs that use them fail. */
static void skip_unknown_maps(struct bpf_object *object)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, object) {
		if (bpf_map__type(map) == BPF_MAP_TYPE_TASK_STORAGE &&
		    libbpf_probe_bpf_map_type(BPF_MAP_TYPE_TASK_STORAGE, NULL) <= 0)
			bpf_map__set_autocreate(map, false);
	}
}

/* Prints the verifier's last message, except its statistics. */
static void print_reason(int error)
{
	char *reason = NULL;

	for (char *line = strtok(verifier_log, "\n"); line; line = strtok(NULL, "\n")) {
		if (!strstr(line, "processed ") && !strstr(line, "peak_states") && !strstr(line, "stack depth"))
			reason = line;
	}
	printf("%s%s%s\n", strerror(error), reason ? ": " : "", reason ? reason : "");
}

static bool try_program(const char *path, const char *wanted, bool verbose)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	struct bpf_program *program;
	int error;

	if (!object) {
		fprintf(stderr, "load: cannot open %s: %s\n", path, strerror(errno));
		return false;
	}
	enable_events(object);
	skip_unknown_maps(object);
	bpf_object__for_each_program(program, object) {
		bool this_one = strcmp(bpf_program__name(program), wanted) == 0;

		bpf_program__set_autoload(program, this_one);
		if (this_one) {
			const char *file = strrchr(path, '/');

			printf("%s\t%s\t%s\t", file ? file + 1 : path, wanted, bpf_program__section_name(program));
			bpf_program__set_log_buf(program, verifier_log, sizeof(verifier_log));
			if (verbose)
				bpf_program__set_log_level(program, 2);
		}
	}
	verifier_log[0] = 0;
	error = -bpf_object__load(object);
	if (verbose)
		fprintf(stderr, "%s %s\n%s\n", path, wanted, verifier_log);
	if (error)
		print_reason(error);
	else
		printf("ok\n");
	fflush(stdout);
	bpf_object__close(object);
	return true;
}

int main(int count, char **arguments)
{
	struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
	bool verbose = count > 1 && strcmp(arguments[1], "-v") == 0;
	const char *only = getenv("ONLY");

	libbpf_set_print(silent);
	setrlimit(RLIMIT_MEMLOCK, &unlimited); /* kernels before 5.11 count maps */
	for (int i = verbose ? 2 : 1; i < count; i++) {
		struct bpf_object *object = bpf_object__open_file(arguments[i], NULL);
		struct bpf_program *program;

		if (!object) {
			fprintf(stderr, "load: cannot open %s: %s\n", arguments[i], strerror(errno));
			return 1;
		}
		bpf_object__for_each_program(program, object) {
			if (only && strcmp(only, bpf_program__name(program)) != 0)
				continue;
			if (!try_program(arguments[i], bpf_program__name(program), verbose))
				return 1;
		}
		bpf_object__close(object);
	}
	return 0;
}
