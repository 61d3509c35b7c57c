DROP TABLE IF EXISTS sched_on_cpu
