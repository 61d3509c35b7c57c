DROP TABLE IF EXISTS process_sched_usage
