/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef REPORT_BPF_H
#define REPORT_BPF_H

#include <observoor/emit.bpf.h>
#include <bpf/bpf_core_read.h>
#include "kernel.bpf.h"
#include "mem.h"

/* Reports an event with `fields` fields (a constant: 0, or 1 with the value `field`). */
static __always_inline int report_fields(__u32 event, const struct observoor_origin *origin, __u64 now,
					 const __u32 fields, __u64 field)
{
	struct observoor_event *record;

	if (!observoor_keep(event))
		return 0;
	record = observoor_reserve(event, origin, now, fields);
	if (!record)
		return 0;
	if (fields)
		record->fields[0] = field;
	observoor_submit(record);
	return 0;
}

/* Reports an event with one field. */
static __always_inline int report(__u32 event, const struct observoor_origin *origin, __u64 now, __u64 field)
{
	return report_fields(event, origin, now, 1, field);
}

/* Reports an event with one field for the current thread if its process is tracked. */
static __always_inline int report_current(__u32 event, __u64 field)
{
	struct observoor_origin origin;

	if (!observoor_enabled(event) || !observoor_current(&origin))
		return 0;
	return report(event, &origin, bpf_ktime_get_ns(), field);
}

#endif
