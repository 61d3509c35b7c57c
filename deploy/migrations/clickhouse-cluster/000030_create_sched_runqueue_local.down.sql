DROP TABLE IF EXISTS sched_runqueue_local ON CLUSTER '{cluster}' SYNC
