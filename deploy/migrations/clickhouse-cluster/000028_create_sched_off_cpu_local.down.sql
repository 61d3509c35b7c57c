DROP TABLE IF EXISTS sched_off_cpu_local ON CLUSTER '{cluster}' SYNC
