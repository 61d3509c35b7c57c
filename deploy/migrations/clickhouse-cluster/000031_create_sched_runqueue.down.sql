DROP TABLE IF EXISTS sched_runqueue ON CLUSTER '{cluster}' SYNC
