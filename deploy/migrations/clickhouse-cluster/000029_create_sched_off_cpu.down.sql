DROP TABLE IF EXISTS sched_off_cpu ON CLUSTER '{cluster}' SYNC
