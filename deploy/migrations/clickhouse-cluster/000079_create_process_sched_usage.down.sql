DROP TABLE IF EXISTS process_sched_usage ON CLUSTER '{cluster}' SYNC
