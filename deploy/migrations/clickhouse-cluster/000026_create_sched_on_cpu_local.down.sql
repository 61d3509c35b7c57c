DROP TABLE IF EXISTS sched_on_cpu_local ON CLUSTER '{cluster}' SYNC
