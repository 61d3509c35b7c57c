DROP TABLE IF EXISTS sched_on_cpu ON CLUSTER '{cluster}' SYNC
