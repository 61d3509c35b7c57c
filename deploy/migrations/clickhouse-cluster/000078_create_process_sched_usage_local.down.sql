DROP TABLE IF EXISTS process_sched_usage_local ON CLUSTER '{cluster}' SYNC
